/** A page's address: with the fragment where that is a route, `#/…` or `#!/…`, and without any other. */
export const pageAddressOf = (href: string): string => href.replace(/#(?!!?\/).*/, '');
