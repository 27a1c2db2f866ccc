package io.omendb.server;

import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.FailureListener;

/** Opens the database that is to be served. */
@FunctionalInterface
interface BackendOpener {
    /**
     * @param failures hears of it if the database cannot go on
     * @throws StartException if the directory cannot be opened as a database
     */
    Backend open(ServerConfig config, FailureListener failures) throws StartException;
}
