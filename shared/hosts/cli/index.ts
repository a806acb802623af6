// Nothing may be imported here before that: an older Node would stumble over it before it could be told so (shared/hosts/vite.config.ts).
void import('./start.ts');
