package io.omendb.sql.syntax;

import java.util.List;

/** A statement that looks after storage. */
public sealed interface MaintenanceStatement extends Statement {

    /** A table that VACUUM or ANALYZE names, with columns to analyze. */
    record MaintenanceTarget(QualifiedName table, List<String> columns) {
        public MaintenanceTarget {
            columns = List.copyOf(columns);
        }
    }

    /** VACUUM; no targets means all tables. */
    record Vacuum(List<DefinitionOption> options, List<MaintenanceTarget> targets, int position)
            implements MaintenanceStatement {
        public Vacuum {
            options = List.copyOf(options);
            targets = List.copyOf(targets);
        }
    }

    /** ANALYZE; no targets means all tables. */
    record Analyze(List<DefinitionOption> options, List<MaintenanceTarget> targets, int position)
            implements MaintenanceStatement {
        public Analyze {
            options = List.copyOf(options);
            targets = List.copyOf(targets);
        }
    }

    /** CHECKPOINT. */
    record Checkpoint(int position) implements MaintenanceStatement {}
}
