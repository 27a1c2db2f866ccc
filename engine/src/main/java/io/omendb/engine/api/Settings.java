package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SessionFormat;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session's settings: what SET, SET LOCAL, RESET and SHOW work on. A change is undone when its
 * transaction is, a local one also when it is committed. Same thread as the session.
 */
public final class Settings {
    /** Hears of each change, undone ones included. */
    @FunctionalInterface
    public interface Listener {
        void changed(String name, String value);
    }

    private record Undo(String name, String value, boolean isLocal) {}

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> defaults = new HashMap<>();
    private final Deque<Undo> undo = new ArrayDeque<>();
    private @Nullable Listener listener;
    private @Nullable Listener session;
    private @Nullable SessionFormat format;

    /** Whether settings have changed since the format was made. */
    private boolean isFormatOld;

    /**
     * @param initial settings that the session was opened with
     * @throws SqlException if one of them is refused
     */
    Settings(String serverVersion, String user, Map<String, String> initial) {
        for (SettingDefinition definition : SettingDefinition.ALL) {
            defaults.put(definition.key(), definition.defaultValue());
        }
        defaults.put("server_version", serverVersion);
        defaults.put("server_version_num", versionNumber(serverVersion));
        defaults.put("session_authorization", user);
        for (Map.Entry<String, String> entry : initial.entrySet()) {
            SettingDefinition definition = find(entry.getKey());
            defaults.put(definition.key(), definition.normalize(entry.getValue()));
        }
        values.putAll(defaults);
    }

    /** The listener that hears of changes from now on. */
    public void onChange(Listener newListener) {
        this.listener = newListener;
    }

    /** The session's own ear, by the setting's key; it hears the values that hold now, too. */
    void observe(Listener sessionListener) {
        this.session = sessionListener;
        values.forEach(sessionListener::changed);
    }

    /** Sets what the session's transaction is, which no SET undoes. */
    void assign(String key, String value) {
        put(key, value);
    }

    /**
     * The name of a setting in its own spelling, such as TimeZone; of one that is not there, as it
     * was given.
     */
    static String properName(String name) {
        SettingDefinition definition = SettingDefinition.find(key(name));
        return definition == null ? name : definition.name();
    }

    /** The value of a setting as SHOW prints it, or null if there is none of this name. */
    public @Nullable String get(String name) {
        return values.get(key(name));
    }

    /**
     * The value of a setting as SHOW prints it.
     *
     * @throws SqlException 42704 if there is none of this name
     */
    public String show(String name) {
        String value = get(name);
        if (value == null) {
            throw unrecognized(name);
        }
        return value;
    }

    /** How values are written as text now; the same object as long as that does not change. */
    public SessionFormat format() {
        SessionFormat current = format;
        if (current == null || isFormatOld) {
            isFormatOld = false;
            SessionFormat made = newFormat();
            if (current == null || !current.equals(made)) {
                current = made;
                format = made;
            }
        }
        return current;
    }

    /**
     * SET and SET LOCAL.
     *
     * @throws SqlException 42704 for an unknown name, 22023 for a value that it does not take,
     *     55P02 for a fixed one
     */
    public String set(String name, String value, boolean isLocal) {
        SettingDefinition definition = settable(name);
        definition.requireChangeable();
        String normal = definition.normalize(value);
        undo.push(new Undo(definition.key(), values.getOrDefault(definition.key(), ""), isLocal));
        put(definition.key(), normal);
        return normal;
    }

    /** RESET, and SET ... TO DEFAULT. */
    public void reset(String name, boolean isLocal) {
        SettingDefinition definition = settable(name);
        definition.requireChangeable();
        undo.push(new Undo(definition.key(), values.getOrDefault(definition.key(), ""), isLocal));
        put(definition.key(), defaults.getOrDefault(definition.key(), ""));
    }

    /** RESET ALL. */
    public void resetAll() {
        for (SettingDefinition definition : SettingDefinition.ALL) {
            if (definition.isChangeable()) {
                reset(definition.key(), false);
            }
        }
        values.keySet().stream()
                .filter(key -> SettingDefinition.find(key) == null)
                .toList()
                .forEach(key -> reset(key, false));
    }

    /** The settings by name, as SHOW ALL lists them. */
    public List<String> names() {
        return SettingDefinition.ALL.stream().map(SettingDefinition::name).sorted().toList();
    }

    /** The transaction is over: what was local to it goes. */
    void commit() {
        if (undo.isEmpty()) {
            return;
        }
        // Oldest first: a value that was set for the session survives local ones around it.
        Map<String, String> restored = new HashMap<>();
        for (Undo entry : (Iterable<Undo>) undo::descendingIterator) {
            if (entry.isLocal()) {
                restored.putIfAbsent(entry.name(), entry.value());
            } else {
                restored.remove(entry.name());
            }
        }
        undo.clear();
        restored.forEach(this::put);
    }

    /** The transaction is undone: what it set goes. */
    void rollback() {
        while (!undo.isEmpty()) {
            Undo entry = undo.pop();
            put(entry.name(), entry.value());
        }
    }

    /** A duration, 0 for none. */
    static long millis(String value) {
        return value.endsWith("ms") ? Long.parseLong(value, 0, value.length() - 2, 10) : 0;
    }

    boolean isOn(String name) {
        return "on".equals(get(name));
    }

    private void put(String key, String value) {
        if (value.equals(values.put(key, value))) {
            return;
        }
        isFormatOld = true;
        Listener own = session;
        if (own != null) {
            own.changed(key, value);
        }
        Listener current = listener;
        if (current != null) {
            SettingDefinition definition = SettingDefinition.find(key);
            current.changed(definition == null ? key : definition.name(), value);
        }
    }

    private SessionFormat newFormat() {
        String zoneName = values.getOrDefault("timezone", "UTC");
        String dateStyle = values.getOrDefault("datestyle", "ISO, MDY");
        int digits = Integer.parseInt(values.getOrDefault("extra_float_digits", "1"));
        return new SessionFormat(
                zone(zoneName),
                !dateStyle.endsWith("DMY"),
                "hex".equals(values.get("bytea_output")),
                digits,
                0);
    }

    /** A zone by the names that PostgreSQL takes: an IANA name in any case, or UTC. */
    static ZoneId zone(String name) {
        if (name.equalsIgnoreCase("utc")
                || name.equalsIgnoreCase("gmt")
                || name.equalsIgnoreCase("zulu")) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            for (String id : ZoneId.getAvailableZoneIds()) {
                if (id.equalsIgnoreCase(name)) {
                    return ZoneId.of(id);
                }
            }
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"TimeZone\": \"" + name + "\"");
        }
    }

    /** The setting that SET means: a name with a dot is the application's own. */
    private static SettingDefinition settable(String name) {
        return SettingDefinition.find(key(name)) == null && name.indexOf('.') >= 0
                ? SettingDefinition.custom(key(name))
                : find(name);
    }

    private static SettingDefinition find(String name) {
        SettingDefinition definition = SettingDefinition.find(key(name));
        if (definition == null) {
            throw unrecognized(name);
        }
        return definition;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static SqlException unrecognized(String name) {
        return SqlException.of(
                SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }

    /** 180001 for "18.1". */
    private static String versionNumber(String version) {
        String[] parts = version.split("[^0-9]+", 3);
        int major = parts.length > 0 && !parts[0].isEmpty() ? Integer.parseInt(parts[0]) : 0;
        int minor = parts.length > 1 && !parts[1].isEmpty() ? Integer.parseInt(parts[1]) : 0;
        return Integer.toString(major * 10_000 + minor);
    }
}
