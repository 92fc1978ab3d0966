export { createDesk, type DeskService } from './service-desk.js';
export { createPlaces, type PlacesService } from './service-places.js';
export { createReview, type ReviewService } from './service.js';
