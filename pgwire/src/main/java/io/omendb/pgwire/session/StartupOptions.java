package io.omendb.pgwire.session;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the parameters of a start-up packet ask for.
 *
 * @param settings settings by name: the packet's own and those of its {@code options} ({@code -c
 *     name=value}, {@code --name=value}), of which the latter are set first
 * @param extensionsUnknown names of protocol extensions, none of which is known
 */
record StartupOptions(
        String user,
        String database,
        Map<String, String> settings,
        List<String> extensionsUnknown) {
    private static final String EXTENSION_PREFIX = "_pq_.";

    /**
     * @throws SqlException if something in it is not possible
     */
    static StartupOptions of(Map<String, String> parameters) {
        Map<String, String> settings = new LinkedHashMap<>();
        commandLine(parameters.getOrDefault("options", ""), settings);
        List<String> extensions = new ArrayList<>();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            switch (name) {
                case "user", "database", "options" -> {}
                case "replication" -> refuseReplication(parameter.getValue());
                default -> {
                    if (name.startsWith(EXTENSION_PREFIX)) {
                        extensions.add(name);
                    } else {
                        settings.put(name, parameter.getValue());
                    }
                }
            }
        }
        settings.replaceAll((name, value) ->
                name.equalsIgnoreCase("client_encoding") ? clientEncoding(value) : value);
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw SqlException.of(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        String database = parameters.getOrDefault("database", "");
        return new StartupOptions(user, database.isEmpty() ? user : database, settings, extensions);
    }

    private static void refuseReplication(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "false", "off", "no", "0", "f", "n" -> {}
            default -> throw SqlException.notSupported("replication");
        }
    }

    /**
     * UTF8 is what the server speaks; SQL_ASCII asks for no conversion, which is the same bytes.
     */
    private static String clientEncoding(String value) {
        String name =
                value.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "").replace("'", "");
        return switch (name) {
            case "UTF8", "UNICODE", "SQLASCII" -> "UTF8";
            default ->
                    throw SqlException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid value for parameter \"client_encoding\": \"" + value + "\"");
        };
    }

    private static void commandLine(String options, Map<String, String> settings) {
        List<String> arguments = split(options);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("--")) {
                assign(argument.substring(2), argument, settings);
            } else if (argument.equals("-c") && i + 1 < arguments.size()) {
                i++;
                assign(arguments.get(i), argument, settings);
            } else if (argument.startsWith("-c") && argument.length() > 2) {
                assign(argument.substring(2), argument, settings);
            } else {
                throw invalidArgument(argument);
            }
        }
    }

    private static void assign(String assignment, String argument, Map<String, String> settings) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            throw invalidArgument(argument);
        }
        settings.put(
                assignment.substring(0, equals).replace('-', '_'),
                assignment.substring(equals + 1));
    }

    private static SqlException invalidArgument(String argument) {
        return SqlException.of(
                SqlState.SYNTAX_ERROR,
                "invalid command-line argument for server process: " + argument);
    }

    /** Splits at white space; a backslash takes the next character as it is. */
    private static List<String> split(String options) {
        List<String> arguments = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            if (c == '\\' && i + 1 < options.length()) {
                i++;
                current.append(options.charAt(i));
            } else if (!Character.isWhitespace(c)) {
                current.append(c);
            } else if (!current.isEmpty()) {
                arguments.add(current.toString());
                current.setLength(0);
            }
        }
        if (!current.isEmpty()) {
            arguments.add(current.toString());
        }
        return arguments;
    }
}
