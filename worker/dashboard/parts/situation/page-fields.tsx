import type { SiteListing } from '../../../../core/results.ts';
import { strings } from '../../language.ts';
import { devices } from '../../simulator/situation.ts';
import { addressOf } from '../../simulator/visit.ts';
import { Choice } from '../choice.tsx';
import { Switch } from '../switch.tsx';
import { TextField } from '../text-field.tsx';
import type { FieldsProps } from './fields.ts';

interface PageFieldsProps extends FieldsProps {
  site: SiteListing;
  home: string;
}

/** The page that is looked at, and on what. */
export function PageFields({ situation, change, site, home }: PageFieldsProps) {
  const { url, language, referrer, device, auto } = situation;
  const address = addressOf(url, home);
  const isForeign = address && !site.origins.includes(address.origin);
  return (
    <div class="fields">
      <TextField
        name="url"
        label={strings.url}
        value={url}
        placeholder={home}
        onText={(text) => change({ url: text })}
        hint={isForeign ? strings.originUnknown(address.origin) : strings.urlHint}
        wrong={address ? undefined : strings.urlWrong}
      />
      <Choice
        name="device"
        label={strings.device}
        value={device}
        options={devices.map((value) => ({ value, text: strings.devices[value] }))}
        onText={(text) => change({ device: text })}
      />
      <TextField
        name="language"
        label={strings.pageLanguage}
        value={language}
        placeholder="en"
        onText={(text) => change({ language: text })}
      />
      <TextField
        name="referrer"
        label={strings.referrer}
        value={referrer}
        onText={(text) => change({ referrer: text })}
        hint={strings.referrerHint}
      />
      <Switch
        name="auto"
        label={strings.auto}
        isOn={auto === 'true'}
        onSwitch={(isOn) => change({ auto: `${isOn}` })}
        hint={strings.autoHint}
      />
    </div>
  );
}
