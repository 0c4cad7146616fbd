//! What the service counts about itself.
