export { createDesk, type DeskService } from './service-desk.js';
export { createPlaces, type PlacesService } from './service-places.js';
export { createQueueViews, type QueueViewService } from './service-views.js';
export { createReview, type ReviewService } from './service.js';
