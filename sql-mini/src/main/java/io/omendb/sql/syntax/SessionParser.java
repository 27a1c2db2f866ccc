package io.omendb.sql.syntax;

import io.omendb.sql.syntax.SessionStatement.Discard;
import io.omendb.sql.syntax.SessionStatement.DiscardTarget;
import io.omendb.sql.syntax.SessionStatement.ResetVariable;
import io.omendb.sql.syntax.SessionStatement.SetVariable;
import io.omendb.sql.syntax.SessionStatement.SettingValue;
import io.omendb.sql.syntax.SessionStatement.ShowVariable;
import io.omendb.sql.syntax.Statement.Unsupported;
import io.omendb.sql.syntax.TransactionStatement.Begin;
import io.omendb.sql.syntax.TransactionStatement.Commit;
import io.omendb.sql.syntax.TransactionStatement.IsolationLevel;
import io.omendb.sql.syntax.TransactionStatement.ReleaseSavepoint;
import io.omendb.sql.syntax.TransactionStatement.Rollback;
import io.omendb.sql.syntax.TransactionStatement.RollbackToSavepoint;
import io.omendb.sql.syntax.TransactionStatement.Savepoint;
import io.omendb.sql.syntax.TransactionStatement.SetTransaction;
import io.omendb.sql.syntax.TransactionStatement.TransactionModes;
import java.util.ArrayList;
import java.util.List;

/** Transactions and settings. */
final class SessionParser {
    private final TokenStream tokens;
    private final OptionParser options;

    SessionParser(TokenStream tokens, OptionParser options) {
        this.tokens = tokens;
        this.options = options;
    }

    Statement begin() {
        int position = tokens.position();
        boolean start = tokens.take().isKeyword("start");
        if (start) {
            tokens.expect("transaction");
        } else {
            transactionWord();
        }
        return new Begin(start, modes(true), position);
    }

    Statement commit() {
        Token word = tokens.take();
        int position = word.position();
        if (word.isKeyword("commit") && tokens.at("prepared")) {
            return unsupported("COMMIT PREPARED", position);
        }
        transactionWord();
        return new Commit(chain(), position);
    }

    Statement rollback() {
        Token word = tokens.take();
        int position = word.position();
        if (word.isKeyword("rollback") && tokens.at("prepared")) {
            return unsupported("ROLLBACK PREPARED", position);
        }
        transactionWord();
        if (word.isKeyword("rollback") && tokens.accept("to")) {
            tokens.accept("savepoint");
            return new RollbackToSavepoint(tokens.columnId(), position);
        }
        return new Rollback(chain(), position);
    }

    Statement savepoint() {
        int position = tokens.take().position();
        return new Savepoint(tokens.columnId(), position);
    }

    Statement release() {
        int position = tokens.take().position();
        tokens.accept("savepoint");
        return new ReleaseSavepoint(tokens.columnId(), position);
    }

    private void transactionWord() {
        if (!tokens.accept("work")) {
            tokens.accept("transaction");
        }
    }

    private boolean chain() {
        if (!tokens.accept("and")) {
            return false;
        }
        boolean not = tokens.accept("no");
        tokens.expect("chain");
        return !not;
    }

    private TransactionModes modes(boolean mayBeEmpty) {
        IsolationLevel isolation = null;
        Boolean readOnly = null;
        Boolean deferrable = null;
        boolean any = false;
        while (true) {
            if (tokens.accept("isolation")) {
                tokens.expect("level");
                isolation = isolationLevel();
            } else if (tokens.accept("read")) {
                readOnly = tokens.accept("only");
                if (!readOnly) {
                    tokens.expect("write");
                }
            } else if (tokens.accept("not", "deferrable")) {
                deferrable = false;
            } else if (tokens.accept("deferrable")) {
                deferrable = true;
            } else {
                break;
            }
            any = true;
            if (tokens.atSymbol(",") && !tokens.atEndOfStatement()) {
                tokens.take();
                if (tokens.atEndOfStatement()) {
                    throw tokens.syntaxError();
                }
            }
        }
        if (!any && !mayBeEmpty) {
            throw tokens.syntaxError();
        }
        return new TransactionModes(isolation, readOnly, deferrable);
    }

    private IsolationLevel isolationLevel() {
        if (tokens.accept("serializable")) {
            return IsolationLevel.SERIALIZABLE;
        }
        if (tokens.accept("repeatable")) {
            tokens.expect("read");
            return IsolationLevel.REPEATABLE_READ;
        }
        tokens.expect("read");
        if (tokens.accept("committed")) {
            return IsolationLevel.READ_COMMITTED;
        }
        tokens.expect("uncommitted");
        return IsolationLevel.READ_UNCOMMITTED;
    }

    Statement set() {
        int position = tokens.take().position();
        if (tokens.accept("constraints")) {
            return unsupported("SET CONSTRAINTS", position);
        }
        if (tokens.at("session") && tokens.peek(1).isKeyword("characteristics")) {
            tokens.take();
            tokens.take();
            tokens.expect("as");
            tokens.expect("transaction");
            return new SetTransaction(true, modes(false), position);
        }
        boolean local = tokens.accept("local");
        if (!local
                && tokens.at("session")
                && !tokens.peek(1).isSymbol("=")
                && !tokens.peek(1).isKeyword("to")) {
            if (tokens.peek(1).isKeyword("authorization")) {
                return unsupported("SET SESSION AUTHORIZATION", position);
            }
            tokens.take();
        }
        if (tokens.at("transaction")
                && !tokens.peek(1).isSymbol("=")
                && !tokens.peek(1).isKeyword("to")) {
            tokens.take();
            if (tokens.at("snapshot")) {
                return unsupported("SET TRANSACTION SNAPSHOT", position);
            }
            return new SetTransaction(false, modes(false), position);
        }
        if (tokens.accept("time", "zone")) {
            return new SetVariable(local, "timezone", timeZone(), position);
        }
        if (tokens.at("names")
                && !tokens.peek(1).isSymbol("=")
                && !tokens.peek(1).isKeyword("to")) {
            tokens.take();
            boolean named = !tokens.atEndOfStatement() && !tokens.accept("default");
            return new SetVariable(
                    local, "client_encoding", named ? List.of(stringValue()) : List.of(), position);
        }
        if (tokens.at("schema") && tokens.peek(1).kind() == Token.Kind.STRING) {
            tokens.take();
            return new SetVariable(local, "search_path", List.of(stringValue()), position);
        }
        if (tokens.at("role") && !tokens.peek(1).isSymbol("=") && !tokens.peek(1).isKeyword("to")) {
            return unsupported("SET ROLE", position);
        }
        String name = variableName();
        if (!tokens.acceptSymbol("=") && !tokens.accept("to")) {
            throw tokens.syntaxError();
        }
        List<SettingValue> values = tokens.accept("default") ? List.of() : values();
        return new SetVariable(local, name, values, position);
    }

    private String variableName() {
        StringBuilder name = new StringBuilder(tokens.columnId());
        while (tokens.acceptSymbol(".")) {
            name.append('.').append(tokens.columnId());
        }
        return name.toString();
    }

    private List<SettingValue> values() {
        List<SettingValue> values = new ArrayList<>();
        do {
            values.add(value());
        } while (tokens.acceptSymbol(","));
        return values;
    }

    private SettingValue value() {
        Token token = tokens.peek();
        int position = token.position();
        if (token.kind() == Token.Kind.STRING) {
            return stringValue();
        }
        boolean word =
                token.kind() == Token.Kind.QUOTED_IDENTIFIER
                        || (token.kind() == Token.Kind.WORD
                                && (token.category() != Keywords.Category.RESERVED
                                        || isBooleanWord(token)));
        if (word) {
            return new SettingValue(tokens.take().text(), false, position);
        }
        return new SettingValue(options.number(), true, position);
    }

    private static boolean isBooleanWord(Token token) {
        return token.isKeyword("true") || token.isKeyword("false") || token.isKeyword("on");
    }

    private SettingValue stringValue() {
        int position = tokens.position();
        return new SettingValue(tokens.string(), false, position);
    }

    private List<SettingValue> timeZone() {
        int position = tokens.position();
        if (tokens.accept("default") || tokens.accept("local")) {
            return List.of();
        }
        if (tokens.at("interval")) {
            throw tokens.notSupported("SET TIME ZONE INTERVAL", position);
        }
        if (tokens.atKind(Token.Kind.STRING)) {
            return List.of(stringValue());
        }
        if (tokens.isLabel(tokens.peek())) {
            return List.of(new SettingValue(tokens.columnId(), false, position));
        }
        return List.of(new SettingValue(options.number(), true, position));
    }

    Statement reset() {
        int position = tokens.take().position();
        if (tokens.accept("all")) {
            return new ResetVariable(null, position);
        }
        if (tokens.at("session", "authorization")) {
            return unsupported("RESET SESSION AUTHORIZATION", position);
        }
        return new ResetVariable(settingName(), position);
    }

    Statement show() {
        int position = tokens.take().position();
        if (tokens.accept("all")) {
            return new ShowVariable(null, position);
        }
        if (tokens.accept("session", "authorization")) {
            return new ShowVariable("session_authorization", position);
        }
        return new ShowVariable(settingName(), position);
    }

    private String settingName() {
        if (tokens.accept("time", "zone")) {
            return "timezone";
        }
        if (tokens.at("transaction", "isolation")) {
            tokens.take();
            tokens.take();
            tokens.expect("level");
            return "transaction_isolation";
        }
        return variableName();
    }

    Statement discard() {
        int position = tokens.take().position();
        DiscardTarget target;
        if (tokens.accept("all")) {
            target = DiscardTarget.ALL;
        } else if (tokens.accept("plans")) {
            target = DiscardTarget.PLANS;
        } else if (tokens.accept("sequences")) {
            target = DiscardTarget.SEQUENCES;
        } else if (tokens.accept("temp") || tokens.accept("temporary")) {
            target = DiscardTarget.TEMP;
        } else {
            throw tokens.syntaxError();
        }
        return new Discard(target, position);
    }

    private Unsupported unsupported(String what, int position) {
        tokens.skipToEndOfStatement();
        return new Unsupported(what, position);
    }
}
