package com.orchestrator.projections.tables;

import com.orchestrator.projections.RefusedException;
import java.util.List;
import java.util.regex.Pattern;

/** What the tables are called, where an application wants other names. */
public record TableNames(
        String schema, String projectionShards, String recreateLock, String workers, String deadLetters) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,47}");

    public static final TableNames DEFAULT =
            new TableNames("orchestrator", "projection_shards", "recreate_lock", "workers", "dead_letters");

    public TableNames {
        List<String> tables = List.of(projectionShards, recreateLock, workers, deadLetters);
        check(schema);
        tables.forEach(TableNames::check);
        if (tables.stream().distinct().count() < tables.size()) {
            throw new RefusedException("ILLEGAL_NAME", "Two tables would have one name: " + String.join(", ", tables));
        }
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(
                    "ILLEGAL_NAME",
                    "'" + name + "' is no name: letters, digits and _ are allowed, 48 at most, no digit first");
        }
    }

    public TableNames withSchema(String name) {
        return new TableNames(name, projectionShards, recreateLock, workers, deadLetters);
    }

    public TableNames withProjectionShards(String name) {
        return new TableNames(schema, name, recreateLock, workers, deadLetters);
    }

    public TableNames withRecreateLock(String name) {
        return new TableNames(schema, projectionShards, name, workers, deadLetters);
    }

    public TableNames withWorkers(String name) {
        return new TableNames(schema, projectionShards, recreateLock, name, deadLetters);
    }

    public TableNames withDeadLetters(String name) {
        return new TableNames(schema, projectionShards, recreateLock, workers, name);
    }

    public String projectionShards(Adapter adapter) {
        return adapter.qualified(schema, projectionShards);
    }

    public String recreateLock(Adapter adapter) {
        return adapter.qualified(schema, recreateLock);
    }

    public String workers(Adapter adapter) {
        return adapter.qualified(schema, workers);
    }

    public String deadLetters(Adapter adapter) {
        return adapter.qualified(schema, deadLetters);
    }
}
