package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.DefinitionOption.ValueKind;
import io.omendb.sql.syntax.Statement.Copy;
import io.omendb.sql.syntax.Statement.CopyEnd;
import io.omendb.sql.syntax.Statement.TargetColumn;
import java.util.ArrayList;
import java.util.List;

/** COPY, with the options of today and those of before PostgreSQL 9.0. */
final class CopyParser {
    private final TokenStream tokens;
    private final QueryParser queries;
    private final OptionParser options;

    CopyParser(TokenStream tokens, QueryParser queries, OptionParser options) {
        this.tokens = tokens;
        this.queries = queries;
        this.options = options;
    }

    Copy parse() {
        int position = tokens.position();
        tokens.expect("copy");
        List<DefinitionOption> list = new ArrayList<>();
        if (tokens.at("binary")) {
            list.add(
                    DefinitionOption.of(
                            "format", ValueKind.WORD, "binary", tokens.take().position()));
        }
        QualifiedName table = null;
        List<TargetColumn> columns = List.of();
        Statement query = null;
        if (tokens.acceptSymbol("(")) {
            query = queries.changes().preparable();
            tokens.expectSymbol(")");
        } else {
            table = tokens.qualifiedName();
            columns = tokens.atSymbol("(") ? queries.changes().columns() : List.of();
        }
        boolean from = query == null && tokens.accept("from");
        if (!from) {
            tokens.expect("to");
        }
        CopyEnd end;
        String file = null;
        if (tokens.accept("program")) {
            end = CopyEnd.PROGRAM;
            file = tokens.string();
        } else if (tokens.at("stdin") || tokens.at("stdout")) {
            tokens.take();
            end = from ? CopyEnd.STDIN : CopyEnd.STDOUT;
        } else {
            end = CopyEnd.FILE;
            file = tokens.string();
        }
        if (tokens.at("using") || tokens.at("delimiters")) {
            tokens.accept("using");
            int at = tokens.position();
            tokens.expect("delimiters");
            list.add(DefinitionOption.of("delimiter", ValueKind.STRING, tokens.string(), at));
        }
        tokens.accept("with");
        if (tokens.atSymbol("(")) {
            list.addAll(options.utilities());
        } else {
            oldOptions(list);
        }
        Expression where = null;
        if (tokens.at("where")) {
            if (!from) {
                throw SqlException.of(
                                SqlState.SYNTAX_ERROR, "WHERE clause not allowed with COPY TO")
                        .withPosition(tokens.position());
            }
            tokens.take();
            where = queries.expressions().parse();
        }
        return new Copy(table, columns, query, from, end, file, list, where, position);
    }

    private void oldOptions(List<DefinitionOption> list) {
        while (!tokens.atEndOfStatement() && !tokens.at("where")) {
            Token word = tokens.take();
            int position = word.position();
            switch (word.category() == null ? "" : word.text()) {
                case "binary", "csv" ->
                        list.add(
                                DefinitionOption.of(
                                        "format", ValueKind.WORD, word.text(), position));
                case "freeze", "header" -> list.add(DefinitionOption.flag(word.text(), position));
                case "delimiter", "null", "quote", "escape" -> {
                    tokens.accept("as");
                    list.add(
                            DefinitionOption.of(
                                    word.text(), ValueKind.STRING, tokens.string(), position));
                }
                case "encoding" ->
                        list.add(
                                DefinitionOption.of(
                                        "encoding", ValueKind.STRING, tokens.string(), position));
                case "force" -> list.add(force(position));
                default -> throw tokens.syntaxError(word);
            }
        }
    }

    private DefinitionOption force(int position) {
        String name;
        if (tokens.accept("quote")) {
            name = "force_quote";
            if (tokens.acceptSymbol("*")) {
                return DefinitionOption.of(name, ValueKind.STAR, "*", position);
            }
        } else if (tokens.accept("not")) {
            tokens.expect("null");
            name = "force_not_null";
        } else {
            tokens.expect("null");
            name = "force_null";
        }
        List<String> columns = new ArrayList<>();
        do {
            columns.add(tokens.columnId());
        } while (tokens.acceptSymbol(","));
        return new DefinitionOption(null, name, ValueKind.LIST, columns, position);
    }
}
