export const LogRowPanel = () => null;
