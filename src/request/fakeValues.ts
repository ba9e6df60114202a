/** Names of people, places and things for `$random.name.firstName` and its like: a handful of each. */

/** Chooses one of several. */
type Pick = (items: readonly string[]) => string;

const words = (list: string): readonly string[] => list.split(' ');

const firstNames = words(
  'Ada Alan Barbara Dennis Edsger Frances Grace Ken Linus Margaret Radia Tim',
);
const lastNames = words('Allen Dijkstra Hamilton Hopper Lovelace Perlman Ritchie Thompson Turing');
const cities = words('Accra Berlin Bogotá Cairo Delhi Lagos Lima London Osaka Oslo Paris Toronto');
const countries = words(
  'Brazil Canada Egypt France Germany Ghana India Japan Kenya Norway Peru Spain',
);
const states = words('Bavaria Ontario Oregon Punjab Queensland Saxony Texas Utah');
const streets = ['Bridge Road', 'Church Street', 'Hill Lane', 'Market Street', 'Station Road'];
const companies = ['Acme Corp', 'Blue Door Ltd', 'Initech', 'Northwind', 'Umbra & Sons'];
const industries = words('Banking Farming Logistics Publishing Retail Software Textiles');
const jobs = ['Accountant', 'Baker', 'Engineer', 'Librarian', 'Nurse', 'Teacher', 'Translator'];
const colors = words('amber black blue crimson green indigo orange teal violet white yellow');
const products = ['Cotton Shirt', 'Granite Table', 'Leather Bag', 'Steel Lamp', 'Wooden Chair'];
const departments = words('Books Garden Grocery Music Shoes Sports Tools Toys');
const lorem = words(
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore',
);
const digits = words('0 1 2 3 4 5 6 7 8 9');

function repeat(count: number, make: () => string, between: string): string {
  return Array.from({ length: count }, make).join(between);
}

const number = (pick: Pick, length: number): string => repeat(length, () => pick(digits), '');
const fullName = (pick: Pick): string => `${pick(firstNames)} ${pick(lastNames)}`;
const userName = (pick: Pick): string => {
  return `${pick(firstNames)}.${pick(lastNames)}${number(pick, 2)}`.toLowerCase();
};
const sentence = (pick: Pick): string => {
  const text = repeat(8, () => pick(lorem), ' ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
};
const street = (pick: Pick): string => `${number(pick, 2)} ${pick(streets)}`;
/** RFC 2606 keeps these for examples: no letter reaches anybody. */
const domain = (pick: Pick): string => pick(['example.com', 'example.net', 'example.org']);
const email = (pick: Pick): string => `${userName(pick)}@${domain(pick)}`;
/** RFC 5737 keeps this block for examples. */
const ipv4 = (pick: Pick): string => `192.0.2.${pick(digits)}`;
const phone = (pick: Pick): string => `+1-202-555-01${number(pick, 2)}`;

/** By the name behind `$random.`; JetBrains' spelling. */
export const fakeValues: ReadonlyMap<string, (pick: Pick) => string> = new Map([
  ['email', email],
  ['bool', (pick) => pick(['true', 'false'])],
  ['boolean', (pick) => pick(['true', 'false'])],
  ['name.firstName', (pick) => pick(firstNames)],
  ['name.lastName', (pick) => pick(lastNames)],
  ['name.fullName', fullName],
  ['name.name', fullName],
  ['name.username', userName],
  ['name.title', (pick) => pick(jobs)],
  ['address.city', (pick) => pick(cities)],
  ['address.country', (pick) => pick(countries)],
  ['address.state', (pick) => pick(states)],
  ['address.streetName', (pick) => pick(streets)],
  ['address.streetAddress', street],
  ['address.fullAddress', (pick) => `${street(pick)}, ${pick(cities)}, ${pick(countries)}`],
  ['address.zipCode', (pick) => number(pick, 5)],
  ['internet.emailAddress', email],
  ['internet.email', email],
  ['internet.userName', userName],
  ['internet.domainName', domain],
  ['internet.url', (pick) => `https://${domain(pick)}/${pick(lorem)}`],
  ['internet.ipV4Address', ipv4],
  ['phoneNumber.phoneNumber', phone],
  ['phoneNumber.cellPhone', phone],
  ['company.name', (pick) => pick(companies)],
  ['company.industry', (pick) => pick(industries)],
  ['job.title', (pick) => pick(jobs)],
  ['color.name', (pick) => pick(colors)],
  ['commerce.color', (pick) => pick(colors)],
  ['commerce.productName', (pick) => pick(products)],
  ['commerce.department', (pick) => pick(departments)],
  ['commerce.price', (pick) => `${number(pick, 2)}.${number(pick, 2)}`],
  ['lorem.word', (pick) => pick(lorem)],
  ['lorem.words', (pick) => repeat(3, () => pick(lorem), ' ')],
  ['lorem.sentence', sentence],
  ['lorem.paragraph', (pick) => repeat(3, () => sentence(pick), ' ')],
]);
