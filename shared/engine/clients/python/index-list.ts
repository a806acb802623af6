import { bareItem } from '../../editors/python-ini/items.ts';
import type { ListVariable } from '../client.ts';

/** URLs of indexes with blanks between, as pip and uv take them. */
export const indexList: ListVariable = {
  divide: (value) => value.split(/\s+/).filter((url) => url !== ''),
  join: (urls) => urls.join(' '),
  keyOf: bareItem,
  hasSecret: (url) => /\/\/[^/?#\s]*@/.test(url),
};
