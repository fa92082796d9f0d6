package com.orchestrator.engine.persistence.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with {@code :name} parameters, parsed once.
 *
 * @param names of the parameters in order of appearance
 */
public record NamedSql(String sql, List<String> names) {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z][A-Za-z]*)");

    public NamedSql {
        names = List.copyOf(names);
    }

    public static NamedSql of(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(text);
        String sql = matcher.replaceAll(match -> {
            names.add(match.group(1));
            return "?";
        });
        return new NamedSql(sql, names);
    }
}
