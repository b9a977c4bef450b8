/** Who may call what: the one table that the application is held to. */

/**
 * After each route, who gets through: on a site of their own viewers (v), editors (e), owners (o) and administrators (a);
 * keys with the scope read (r), write (w), export (x), manage (m); share links with numbers alone (s) or comments too (c).
 * On a site of others nobody gets through but administrators. `*` is for anyone, `p` for each person, wherever.
 */
export const table = `
GET    /o/:file{[a-z0-9-]+\\.js}                                                  *
GET    /o/:file{[a-z0-9-]+\\.json}                                                *
GET    /o/ui/:hash/:file{[A-Za-z0-9-]+\\.js}                                      *
OPTIONS /v1/*                                                                    *
POST   /v1/r                                                                     *
POST   /v1/v                                                                     *
POST   /v1/p                                                                     *
GET    /healthz                                                                  *
GET    /sign-in                                                                  *
GET    /account                                                                  *
GET    /shared                                                                   *
GET    /sites/*                                                                  *
POST   /api/session                                                              *
POST   /api/session/challenge                                                    *
POST   /api/session/passkey                                                      *
GET    /api/session                                                              p
PATCH  /api/session                                                              p
DELETE /api/session                                                              p
GET    /api/sessions                                                             p
DELETE /api/sessions                                                             p
DELETE /api/sessions/:session                                                    p
GET    /api/passkeys                                                             p
POST   /api/passkeys                                                             p
POST   /api/passkey-challenge                                                    p
PATCH  /api/passkeys/:passkey                                                    p
DELETE /api/passkeys/:passkey                                                    p
GET    /api/administrators                                                       a
POST   /api/administrators                                                       a
DELETE /api/administrators/:person                                               a
GET    /api/audit                                                                a
GET    /api/audit.csv                                                            a
GET    /api/sites                                                                p
GET    /api/sites/:site                                                          veoa r
PUT    /api/sites/:site                                                          oa m
POST   /api/sites/:site/move                                                     a
POST   /api/sites/:site/identity-secret                                          oa
POST   /api/sites/:site/identity-secret/rotation                                 oa
GET    /api/sites/:site/turnstile                                                oa m
PUT    /api/sites/:site/turnstile                                                oa m
DELETE /api/sites/:site/turnstile                                                oa m
GET    /api/sites/:site/members                                                  oa
POST   /api/sites/:site/members                                                  oa
PATCH  /api/sites/:site/members/:person                                          oa
POST   /api/sites/:site/members/:person/link                                     a
DELETE /api/sites/:site/members/:person                                          oa
DELETE /api/sites/:site/membership                                               veoa
GET    /api/sites/:site/keys                                                     oa
POST   /api/sites/:site/keys                                                     oa
POST   /api/sites/:site/keys/:key/rotation                                       oa
DELETE /api/sites/:site/keys/:key                                                oa
GET    /api/sites/:site/shares                                                   oa
POST   /api/sites/:site/shares                                                   oa
DELETE /api/sites/:site/shares/:key                                              oa
GET    /api/sites/:site/audit                                                    oa
GET    /api/sites/:site/audit.csv                                                oa
GET    /api/sites/:site/refusals                                                 veoa r
POST   /api/sites/:site/erasures                                                 eoa w
GET    /api/sites/:site/responses                                                veoa r c
GET    /api/sites/:site/surveys/:survey                                          veoa r sc
PUT    /api/sites/:site/surveys/:survey                                          eoa m
GET    /api/sites/:site/surveys/:survey/results                                  veoa r sc
GET    /api/sites/:site/surveys/:survey/breakdown                                veoa r sc
GET    /api/sites/:site/surveys/:survey/experiment                               veoa r sc
POST   /api/sites/:site/surveys/:survey/winner                                   eoa m
GET    /api/sites/:site/surveys/:survey/verification                             veoa r
GET    /api/sites/:site/surveys/:survey/responses.csv                            eoa x
GET    /api/sites/:site/surveys/:survey/responses.json                           eoa x
GET    /api/sites/:site/surveys/:survey/responses/:response                      veoa r c
PATCH  /api/sites/:site/surveys/:survey/responses/:response                      eoa w
DELETE /api/sites/:site/surveys/:survey/responses/:response                      eoa w
POST   /api/sites/:site/surveys/:survey/responses/:response/anonymise            eoa w
`;
