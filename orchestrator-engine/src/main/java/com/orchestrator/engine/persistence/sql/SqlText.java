package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement put together from parts of our own; what comes from outside is in it as a parameter, never as text. */
final class SqlText {

    private static final int LETTERS = 26;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** The text of a new parameter with this value. */
    String value(@Nullable Object value) {
        String name = "p" + letters(values.size());
        values.put(name, value);
        return ":" + name;
    }

    /** Names of parameters have no digits. */
    private static String letters(int number) {
        List<String> letters = new ArrayList<>();
        for (int rest = number; rest >= 0; rest = rest / LETTERS - 1) {
            letters.add(0, String.valueOf((char) ('a' + rest % LETTERS)));
        }
        return String.join("", letters);
    }

    NamedStatement on(Connection connection) {
        NamedStatement statement = new NamedStatement(connection, NamedSql.of(text.toString()));
        values.forEach(statement::bind);
        return statement;
    }
}
