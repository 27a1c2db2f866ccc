package io.omendb.differential;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request of a script.
 *
 * @param parameters null: a simple query; otherwise an extended one with these values, of which
 *     null is NULL
 * @param copyData the lines that COPY FROM STDIN is given
 */
record Step(
        int line,
        String sql,
        @Nullable List<@Nullable String> parameters,
        boolean binaryResults,
        List<String> copyData) {

    Answer run(WireClient client) throws IOException {
        return parameters == null
                ? client.simple(sql, copyData)
                : client.extended(sql, parameters, binaryResults, copyData);
    }

    /** Whether the statement says in what order its rows come. */
    boolean ordered() {
        return sql.toLowerCase(Locale.ROOT).contains("order by");
    }

    /** The statement in one line, with its parameters. */
    String title() {
        String statement = sql.strip().replaceAll("\\s+", " ");
        return parameters == null
                ? statement
                : statement + (binaryResults ? " \\binary " : " \\bind ") + parameters;
    }

    Step withCopyData(List<String> data) {
        return new Step(line, sql, parameters, binaryResults, data);
    }
}
