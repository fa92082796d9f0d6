package com.orchestrator.connectors.type;

import java.util.Locale;

/** A column of a load package. Names are compared without regard to case, as the databases compare them. */
public record Column(String name, ColumnType type) {

    public Column {
        if (name.isBlank() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A column needs a name");
        }
    }

    /** What two columns must not share. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
