package io.omendb.pgwire.session;

/** Hears of changed settings of a session. */
@FunctionalInterface
public interface SettingListener {
    void changed(String name, String value);
}
