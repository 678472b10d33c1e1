import classes from './CountryCredit.module.css';

/** The link that the terms of the country data ask for beside every country that is shown. */
export const CountryCredit = () => (
  <a href="https://db-ip.com" target="_blank" rel="noopener noreferrer" className={classes.credit}>
    IP Geolocation by DB-IP
  </a>
);
