package io.omendb.server;

import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.FailureListener;
import java.util.List;

/** Opens the database that is to be served. */
@FunctionalInterface
interface BackendOpener {
    /**
     * @param failures hears of it if the database cannot go on
     * @throws StartException if the directory cannot be opened as a database
     */
    Backend open(ServerConfig config, FailureListener failures) throws StartException;

    /** What is to be logged about what was opened last, a line each, once it is served. */
    default List<String> report() {
        return List.of();
    }
}
