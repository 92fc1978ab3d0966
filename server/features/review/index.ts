export { createReview, type ReviewService } from './service.js';
