export {
	downloadMedia,
	type DownloadedMedia,
	type MediaFile,
	type MediaSource,
} from './downloadMedia';
