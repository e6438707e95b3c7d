//! Reviews: changes into requests, answers into findings that stand on real lines.
