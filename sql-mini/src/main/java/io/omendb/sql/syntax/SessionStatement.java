package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement about the session's settings. */
public sealed interface SessionStatement extends Statement {

    /** One value of SET: a quoted or bare word, or a number, as text. */
    record SettingValue(String text, boolean number, int position) {}

    /** SET [SESSION|LOCAL] name = values; no values means TO DEFAULT. */
    record SetVariable(boolean local, String name, List<SettingValue> values, int position)
            implements SessionStatement {
        public SetVariable {
            values = List.copyOf(values);
        }
    }

    /** RESET; a null name is ALL. */
    record ResetVariable(@Nullable String name, int position) implements SessionStatement {}

    /** SHOW; a null name is ALL. */
    record ShowVariable(@Nullable String name, int position) implements SessionStatement {}

    /** What DISCARD gives up. */
    enum DiscardTarget {
        ALL,
        PLANS,
        SEQUENCES,
        TEMP
    }

    /** DISCARD. */
    record Discard(DiscardTarget target, int position) implements SessionStatement {}
}
