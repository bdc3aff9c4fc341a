//! Routes and their description in one: what is not described cannot be routed.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};
use utoipa::openapi::path::{HttpMethod, Operation, Paths};

use crate::api::state::AppState;

/// A router in the making, with the description of all that it routes.
#[derive(Default)]
pub(super) struct Book {
    pub(super) router: Router<AppState>,
    pub(super) paths: Paths,
}

impl Book {
    /// Adds `GET path` (and `HEAD path`).
    pub(super) fn get<T: 'static>(self, path: &str, handler: impl Handler<T, AppState>, operation: Operation) -> Self {
        self.add(path, HttpMethod::Get, get(handler), operation)
    }
    /// Adds `POST path`.
    pub(super) fn post<T: 'static>(self, path: &str, handler: impl Handler<T, AppState>, operation: Operation) -> Self {
        self.add(path, HttpMethod::Post, post(handler), operation)
    }
    /// Adds `PUT path`.
    pub(super) fn put<T: 'static>(self, path: &str, handler: impl Handler<T, AppState>, operation: Operation) -> Self {
        self.add(path, HttpMethod::Put, put(handler), operation)
    }
    /// Adds `DELETE path`.
    pub(super) fn delete<T: 'static>(
        self,
        path: &str,
        handler: impl Handler<T, AppState>,
        operation: Operation,
    ) -> Self {
        self.add(path, HttpMethod::Delete, delete(handler), operation)
    }
    /// Adds all of `other`.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.paths.merge(other.paths);
        self
    }
    /// Wraps the routes so far.
    pub(super) fn map(mut self, wrap: impl FnOnce(Router<AppState>) -> Router<AppState>) -> Self {
        self.router = wrap(self.router);
        self
    }
    fn add(mut self, path: &str, method: HttpMethod, how: MethodRouter<AppState>, operation: Operation) -> Self {
        self.router = self.router.route(path, how);
        self.paths.add_path_operation(path, vec![method], operation);
        self
    }
}
