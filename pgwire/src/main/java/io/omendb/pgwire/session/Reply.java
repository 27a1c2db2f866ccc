package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.pgwire.codec.SendBuffer;
import io.omendb.pgwire.codec.SendOverflow;
import io.omendb.pgwire.codec.Severity;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said to the client, and for what it has to wait: rows, errors and ends of transactions
 * leave when everything that the session saw is durable; protocol acknowledgements and a bare
 * command tag inside an open transaction leave at once, though never before what was written
 * earlier.
 */
final class Reply {
    private static final byte[] TAG_NO_ROWS = "SELECT 0".getBytes(StandardCharsets.US_ASCII);

    private final SendBuffer out;
    private final Map<String, String> settingsSent = new LinkedHashMap<>();
    private final Map<String, String> settingsChanged = new LinkedHashMap<>();
    private @Nullable BackendSession session;

    Reply(SendBuffer out) {
        this.out = out;
    }

    SendBuffer out() {
        return out;
    }

    void opened(BackendSession opened) {
        session = opened;
        opened.onSettingChange(settingsChanged::put);
    }

    /** What was written since the last call says nothing about data. */
    void free() {
        out.gate(0);
    }

    /** What was written since the last call depends on all that the session saw. */
    void dependent() {
        BackendSession opened = session;
        out.gate(opened == null ? 0 : opened.dependsLsn());
    }

    /** Sends a reported setting, now. */
    void setting(String name, String value) {
        if (!value.equals(settingsSent.put(name, value))) {
            BackendMessages.parameterStatus(out, name, value);
            free();
        }
    }

    void error(Severity severity, SqlException error) {
        BackendMessages.errorResponse(out, severity, error);
        dependent();
    }

    /**
     * A row or description that could not be written is an error of the statement; what was begun
     * of it is taken back.
     */
    SqlException overflow(SendOverflow overflow) {
        out.abandonUnfinished();
        return SqlException.of(
                SqlState.PROGRAM_LIMIT_EXCEEDED, String.valueOf(overflow.getMessage()));
    }

    /** The session's data will not be durable: nothing of it leaves, and what is said now does. */
    void abandonDependent() {
        session = null;
        out.abandonGated();
    }

    void notices(BackendSession from) {
        List<Notice> notices = from.takeNotices();
        for (int i = 0; i < notices.size(); i++) {
            Notice notice = notices.get(i);
            BackendMessages.noticeResponse(out, notice.severity(), notice.content());
            dependent();
        }
    }

    /** The tag of what has ended; {@code bare} if no row of data went with it. */
    void commandComplete(BackendSession of, BackendExecution ended, boolean bare) {
        BackendMessages.beginCommandComplete(out);
        ended.writeTag(out);
        BackendMessages.endCommandComplete(out);
        if (bare && of.transactionStatus() == 'T') {
            free();
        } else {
            dependent();
        }
    }

    /** The tag of a query that is executed again after its last row. */
    void noRowsLeft() {
        BackendMessages.beginCommandComplete(out);
        out.put(TAG_NO_ROWS, 0, TAG_NO_ROWS.length);
        BackendMessages.endCommandComplete(out);
        free();
    }

    /**
     * Changed settings, then ReadyForQuery; outside a block it confirms the end of a transaction.
     */
    void readyForQuery(BackendSession of) {
        notices(of);
        if (!settingsChanged.isEmpty()) {
            reportChanges();
        }
        char status = of.transactionStatus();
        BackendMessages.readyForQuery(out, status);
        if (status == 'T') {
            free();
        } else {
            dependent();
        }
    }

    private void reportChanges() {
        settingsChanged.forEach((name, value) -> {
            if (settingsSent.containsKey(name)) {
                setting(name, value);
            }
        });
        settingsChanged.clear();
    }
}
