import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import type { ModelVersion } from '../../domain/licensing/license/view.js';
import { parseSearch } from '../../domain/licensing/search/parse.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { countLicenses, licenseOrder, pageOfLicenses } from '../../sql/licensing/licenseSearch.js';
import { licenseFromRow } from '../../sql/licensing/licenseTable.js';
import { defineQuery } from '../define.js';
import { listedLicense, viewsOf } from '../listedLicenses.js';
import { optionalId, requiredInteger, text } from '../parameters.js';
import { exampleLicense, licenseObject } from '../results.js';
import { answerParameters } from '../signedLicense.js';

/** Keys on a page of GetKeys (the vendor's page). */
const KEYS_PER_PAGE = 99;

export const GetKeys = defineQuery({
  category: 'product',
  name: 'GetKeys',
  title: 'Lists a product’s licences page by page.',
  description: `Nothing is signed; \`signDate\` and \`signature\` are placeholders. A page has ${KEYS_PER_PAGE} licences, each with at most ${LIMITS.machinesPerListedLicense} machines. Deleted licences are not listed. SearchQuery is a plain word (part of the key) or comparisons of fields (\`=\`, \`!=\`, \`<\`, \`<=\`, \`>\`, \`>=\`) joined by \`and\`, \`or\`, \`not\` and parentheses; texts have \`contains("…")\`, \`startswith\` and \`endswith\` (case-insensitive), customers \`customer.name\` and so on, lists \`activatedmachines.count(it.mid="…") > 0\` and \`dataobjects.count(…)\`; times are \`DateTime(2026,01,31)\`, \`today\`, \`yesterday\`, \`tomorrow\`, \`monthback\` or \`monthforward\` (UTC).`,
  permission: 'GetKeys',
  scope: 'productKeys',
  parameters: z.object({
    ProductId: requiredInteger({ min: 1 }).meta({ description: 'The product id.' }),
    Page: optionalId().meta({ description: 'The page number, from 1; default 1.' }),
    OrderBy: text(LIMITS.searchChars, SENTENCES.orderBy).meta({
      description:
        'A field of the licence, optionally followed by `ascending` (the default) or `descending`. Default: `ID ascending`.',
    }),
    SearchQuery: text(LIMITS.searchChars, SENTENCES.searchQuery).meta({
      description: 'Which licences to list; see above.',
    }),
    GlobalId: optionalId().meta({ description: 'Only the licence with this GlobalId.' }),
    ModelVersion: answerParameters.ModelVersion,
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.searchQuery,
    SENTENCES.orderBy,
  ],
  states: [],
  refusal: null,
  result: z.strictObject({
    licenseKeys: z.array(licenseObject),
    returned: z.int().meta({ description: 'Licenses on this page.' }),
    total: z.int().meta({ description: 'Licenses on all pages.' }),
    pageCount: z.int(),
  }),
  example: {
    request: { ProductId: 3349, Page: 1, OrderBy: 'ID descending', SearchQuery: 'F1=true and notes.contains("Bob")' },
    answer: {
      licenseKeys: [exampleLicense],
      returned: 1,
      total: 1,
      pageCount: 1,
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters) => {
    const { ProductId, OrderBy, SearchQuery, Page = 1, GlobalId = null } = parameters;
    const order = licenseOrder(OrderBy === '' ? 'ID' : OrderBy);
    if (order === null) return refused(SENTENCES.orderBy);
    const condition = SearchQuery === '' ? null : parseSearch(SearchQuery, access.now);
    if (SearchQuery !== '' && condition === null) return refused(SENTENCES.searchQuery);
    const state = await access.load([need.product(ProductId)]);
    if (state.product(ProductId) === undefined) return refused(SENTENCES.productNotFound);
    const search = { accountId: access.accountId, productId: ProductId, licenseId: GlobalId, condition };
    const [rows, [count]] = await Promise.all([
      access.run(pageOfLicenses(search, order, { size: KEYS_PER_PAGE, number: Page })),
      access.run(countLicenses(search)),
    ]);
    const views = await viewsOf(access, rows.map(licenseFromRow));
    const total = count?.total ?? 0;
    return granted({
      licenseKeys: views.map((view) => listedLicense(view, parameters.ModelVersion as ModelVersion)),
      returned: views.length,
      total,
      pageCount: Math.ceil(total / KEYS_PER_PAGE),
    });
  },
});
