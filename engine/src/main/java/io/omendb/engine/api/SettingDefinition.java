package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting: its name, its default, and the values that it takes. A setting is here if something
 * reads it, or if all the values that it takes mean the same, which is what clients set and ask
 * for. Names with a dot are the application's own: it sets them and reads them back.
 */
record SettingDefinition(
        String name, String defaultValue, Kind kind, Set<String> choices, long min, long max) {
    /** What a value must look like. */
    enum Kind {
        /** on or off, by any of PostgreSQL's spellings. */
        BOOLEAN,
        /** One of the choices. */
        CHOICE,
        /** One of the choices, which all mean the same here. */
        ALIKE,
        /** A whole number between two bounds. */
        INTEGER,
        /** Milliseconds, with or without a unit. */
        DURATION,
        /** Anything. */
        TEXT,
        /** A time zone's name. */
        TIME_ZONE,
        /** ISO with an order of day and month. */
        DATE_STYLE,
        /** Set by the server: SHOW only. */
        FIXED
    }

    static final List<SettingDefinition> ALL =
            List.of(
                    text("application_name", ""),
                    choice("bytea_output", "hex", "hex", "escape"),
                    alike("client_encoding", "UTF8", "utf8"),
                    choice(
                            "client_min_messages",
                            "notice",
                            "debug5",
                            "debug4",
                            "debug3",
                            "debug2",
                            "debug1",
                            "log",
                            "notice",
                            "warning",
                            "error"),
                    new SettingDefinition("DateStyle", "ISO, MDY", Kind.DATE_STYLE, Set.of(), 0, 0),
                    alike(
                            "default_transaction_isolation",
                            "read committed",
                            "read committed",
                            "read uncommitted"),
                    bool("default_transaction_read_only", "off"),
                    integer("extra_float_digits", "1", -15, 3),
                    fixed("in_hot_standby", "off"),
                    fixed("integer_datetimes", "on"),
                    alike("IntervalStyle", "postgres", "postgres"),
                    fixed("is_superuser", "on"),
                    duration("lock_timeout", 0),
                    fixed("max_identifier_length", "63"),
                    alike("row_security", "on", "on", "off"),
                    alike("search_path", "\"$user\", public", "\"$user\", public", "public"),
                    fixed("server_encoding", "UTF8"),
                    fixed("server_version", ""),
                    fixed("server_version_num", ""),
                    fixed("session_authorization", ""),
                    alike("standard_conforming_strings", "on", "on"),
                    duration("statement_timeout", Integer.MAX_VALUE),
                    bool("synchronous_commit", "on"),
                    new SettingDefinition("TimeZone", "UTC", Kind.TIME_ZONE, Set.of(), 0, 0),
                    alike(
                            "transaction_isolation",
                            "read committed",
                            "read committed",
                            "read uncommitted"),
                    bool("transaction_read_only", "off"));

    private static final Map<String, SettingDefinition> BY_KEY = new HashMap<>();

    static {
        for (SettingDefinition definition : ALL) {
            BY_KEY.put(definition.key(), definition);
        }
    }

    /** Values of PostgreSQL's that would not be kept. */
    private static final Map<String, Set<String>> NOT_SUPPORTED =
            Map.of(
                    "default_transaction_isolation", Set.of("repeatable read", "serializable"),
                    "transaction_isolation", Set.of("repeatable read", "serializable"));

    private static final Pattern CUSTOM_NAME =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*(\\.[\\p{L}_][\\p{L}\\p{N}_$]*)+");

    private static final Set<String> TRUE_SPELLINGS =
            Set.of("on", "true", "yes", "1", "t", "y", "tr", "tru", "ye");
    private static final Set<String> FALSE_SPELLINGS =
            Set.of("off", "false", "no", "0", "f", "n", "fa", "fal", "fals", "of");

    static @Nullable SettingDefinition find(String key) {
        return BY_KEY.get(key);
    }

    static SettingDefinition byKey(String key) {
        SettingDefinition definition = BY_KEY.get(key);
        if (definition == null) {
            throw new IllegalArgumentException(key);
        }
        return definition;
    }

    /**
     * A setting of the application's own: any text, kept for the session.
     *
     * @throws SqlException 42602 if the name is not of identifiers between dots
     */
    static SettingDefinition custom(String name) {
        if (!CUSTOM_NAME.matcher(name).matches()) {
            throw SqlException.of(
                            SqlState.INVALID_NAME,
                            "invalid configuration parameter name \"" + name + "\"")
                    .withDetail(
                            "Custom parameter names must be two or more simple identifiers"
                                    + " separated by dots.");
        }
        return text(name, "");
    }

    /** The name as it is compared: in lower case. */
    String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The kind of its values as pg_settings names it. */
    String typeName() {
        return switch (kind) {
            case BOOLEAN -> "bool";
            case CHOICE, ALIKE -> "enum";
            case INTEGER, DURATION -> "integer";
            case TEXT, TIME_ZONE, DATE_STYLE, FIXED -> "string";
        };
    }

    boolean isChangeable() {
        return kind != Kind.FIXED;
    }

    void requireChangeable() {
        if (!isChangeable()) {
            throw SqlException.of(
                    SqlState.CANT_CHANGE_RUNTIME_PARAM,
                    "parameter \"" + name + "\" cannot be changed");
        }
    }

    /**
     * The value in the one spelling that SHOW prints.
     *
     * @throws SqlException 22023 if the setting does not take it
     */
    String normalize(String value) {
        String lower = value.trim().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case TEXT, FIXED -> value;
            case BOOLEAN -> {
                if (TRUE_SPELLINGS.contains(lower)) {
                    yield "on";
                }
                if (FALSE_SPELLINGS.contains(lower)) {
                    yield "off";
                }
                throw SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "parameter \"" + name + "\" requires a Boolean value");
            }
            case CHOICE, ALIKE -> normalizeChoice(value, lower);
            case INTEGER -> Long.toString(parseInteger(lower, value, ""));
            case DURATION -> normalizeDuration(lower, value);
            case TIME_ZONE -> {
                ZoneId zone = Settings.zone(value.trim());
                yield zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
            }
            case DATE_STYLE -> normalizeDateStyle(lower, value);
        };
    }

    private String normalizeChoice(String value, String lower) {
        // UTF8 has as many spellings as people write.
        String spelled =
                name.equals("client_encoding")
                        ? lower.replace("-", "").replace("unicode", "utf8")
                        : lower;
        if (!choices.contains(spelled)) {
            if (NOT_SUPPORTED.getOrDefault(name, Set.of()).contains(spelled)) {
                throw SqlException.notSupported(name + " = " + spelled);
            }
            throw invalid(value);
        }
        return name.equals("client_encoding") ? defaultValue : spelled;
    }

    private String normalizeDuration(String lower, String value) {
        int digits = 0;
        while (digits < lower.length()
                && (Character.isDigit(lower.charAt(digits)) || lower.charAt(digits) == '-')) {
            digits++;
        }
        long factor =
                switch (lower.substring(digits).trim()) {
                    case "", "ms" -> 1;
                    case "s" -> 1_000;
                    case "min" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> throw invalid(value);
                };
        long millis = parseNumber(lower.substring(0, digits), value) * factor;
        if (millis > max && max == 0) {
            throw SqlException.notSupported(name);
        }
        if (millis < min || millis > max) {
            throw outOfRange(millis, " ms");
        }
        return printDuration(millis);
    }

    /** A duration in the largest unit that divides it. */
    private static String printDuration(long millis) {
        if (millis == 0) {
            return "0";
        }
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "min";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private String normalizeDateStyle(String lower, String value) {
        String order = "MDY";
        for (String part : lower.split(",", -1)) {
            switch (part.trim()) {
                case "iso" -> {
                    // the only style
                }
                case "mdy", "us", "noneuropean" -> order = "MDY";
                case "dmy", "euro", "european" -> order = "DMY";
                default ->
                        throw invalid(value)
                                .withDetail("Unrecognized key word: \"" + part.trim() + "\".");
            }
        }
        return "ISO, " + order;
    }

    private long parseInteger(String digits, String value, String unit) {
        long number = parseNumber(digits, value);
        if (number < min || number > max) {
            throw outOfRange(number, unit);
        }
        return number;
    }

    private long parseNumber(String digits, String value) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw invalid(value);
        }
    }

    private SqlException invalid(String value) {
        SqlException error =
                SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid value for parameter \"" + name + "\": \"" + value + "\"");
        // Of the encodings that PostgreSQL knows, one is here: a list would say little.
        boolean bare = choices.isEmpty() || name.equals("client_encoding");
        return bare ? error : error.withHint("Available values: " + availableValues());
    }

    private String availableValues() {
        return String.join(", ", choices.stream().sorted().toList()) + ".";
    }

    private SqlException outOfRange(long number, String unit) {
        return SqlException.of(
                SqlState.INVALID_PARAMETER_VALUE,
                number
                        + unit
                        + " is outside the valid range for parameter \""
                        + name
                        + "\" ("
                        + min
                        + unit
                        + " .. "
                        + max
                        + unit
                        + ")");
    }

    private static SettingDefinition text(String name, String value) {
        return new SettingDefinition(name, value, Kind.TEXT, Set.of(), 0, 0);
    }

    private static SettingDefinition fixed(String name, String value) {
        return new SettingDefinition(name, value, Kind.FIXED, Set.of(), 0, 0);
    }

    private static SettingDefinition bool(String name, String value) {
        return new SettingDefinition(name, value, Kind.BOOLEAN, Set.of(), 0, 0);
    }

    private static SettingDefinition choice(String name, String value, String... choices) {
        return new SettingDefinition(name, value, Kind.CHOICE, Set.of(choices), 0, 0);
    }

    private static SettingDefinition alike(String name, String value, String... choices) {
        return new SettingDefinition(name, value, Kind.ALIKE, Set.of(choices), 0, 0);
    }

    private static SettingDefinition integer(String name, String value, long min, long max) {
        return new SettingDefinition(name, value, Kind.INTEGER, Set.of(), min, max);
    }

    private static SettingDefinition duration(String name, long maxMillis) {
        return new SettingDefinition(name, "0", Kind.DURATION, Set.of(), 0, maxMillis);
    }
}
