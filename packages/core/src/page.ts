// What the page of the HTML report needs, and no more: it runs in browsers.

export {
  blameNames,
  type Capture,
  type CollectionColumns,
  collectionNames,
  domainNames,
  type Finding,
  type ReportData,
  type SiteColumns,
  stateNames,
} from './html/report-data.js'
export { formatSize, parseSize } from './units.js'
