package io.omendb.pgwire.testing;

import io.omendb.pgwire.codec.RowDescription;
import io.omendb.pgwire.session.BackendPlan;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;

final class MemoryPlan implements BackendPlan {
    static final MemoryPlan COMMIT_IMPLICIT =
            new MemoryPlan(new MemorySession.Words("commitimplicit", ""), new int[0]);
    static final MemoryPlan ROLLBACK_IMPLICIT =
            new MemoryPlan(new MemorySession.Words("rollbackimplicit", ""), new int[0]);
    static final Batch NO_PARAMETERS = Batch.of(List.of(), 1);

    final MemorySession.Words words;
    private final List<SqlType> parameters;
    private final List<SqlType> columns;

    MemoryPlan(MemorySession.Words words, int[] oids) {
        this.words = words;
        List<SqlType> named =
                switch (words.verb()) {
                    case "echo", "putp" -> MemorySession.types(words.rest());
                    default -> List.of();
                };
        parameters = new ArrayList<>(named);
        for (int i = 0; i < Math.min(oids.length, named.size()); i++) {
            SqlType given = SqlType.byOid(oids[i]);
            if (given != null) {
                parameters.set(i, given);
            }
        }
        columns =
                switch (words.verb()) {
                    case "echo" -> parameters;
                    case "rows" -> List.of(SqlType.INT4, SqlType.TEXT);
                    case "wide" -> List.of(SqlType.TEXT);
                    default -> List.of();
                };
    }

    @Override
    public List<SqlType> parameterTypes() {
        return parameters;
    }

    @Override
    public List<SqlType> columnTypes() {
        return columns;
    }

    @Override
    public RowDescription describe() {
        RowDescription.Builder builder = new RowDescription.Builder(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            builder.column("c" + i, 0, 0, columns.get(i));
        }
        return builder.build();
    }

    @Override
    public boolean returnsRows() {
        return !columns.isEmpty();
    }

    @Override
    public Copy copy() {
        return switch (words.verb()) {
            case "copyin" -> Copy.IN;
            case "copyout" -> Copy.OUT;
            default -> Copy.NONE;
        };
    }

    @Override
    public int copyColumnCount() {
        return 2;
    }

    @Override
    public Batch newParameters() {
        return Batch.of(parameters, 1);
    }
}
