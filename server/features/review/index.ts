export { createPlaces, type PlacesService } from './service-places.js';
export { createReview, type ReviewService } from './service.js';
