package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionChange.Action;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.persistence.sql.RetentionRows;
import com.orchestrator.engine.persistence.sql.RetentionRows.ChangeRow;
import com.orchestrator.engine.persistence.sql.RetentionRows.Written;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.RetentionRevision;
import com.orchestrator.engine.store.RetentionStore.Changed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules of namespaces: what is set is JSON, each change a row behind the one before. */
final class RetentionRules {

    private final JdbcAccess jdbc;

    RetentionRules(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    Optional<RetentionChange> find(String namespace) {
        return jdbc.transaction(connection -> RetentionRows.one(connection, namespace))
                .map(RetentionRules::change);
    }

    Page<RetentionChange> page(ListQuery query) {
        String after = Cursor.name(query.cursor());
        List<RetentionChange> found =
                jdbc.transaction(connection -> RetentionRows.page(connection, after, query.limit() + 1)).stream()
                        .map(RetentionRules::change)
                        .toList();
        return Cursor.page(found, query.limit(), last -> Cursor.of(last.namespace()));
    }

    SortedMap<String, RetentionRule> all() {
        SortedMap<String, RetentionRule> rules = new TreeMap<>();
        jdbc.transaction(RetentionRows::all)
                .forEach(row -> rules.put(row.namespace(), EventJson.parse(row.settings(), RetentionRule.class)));
        return rules;
    }

    Page<RetentionChange> history(String namespace, ListQuery query) {
        long before = Cursor.number(query.cursor());
        List<RetentionChange> found = jdbc
                .transaction(connection -> RetentionRows.history(connection, namespace, before, query.limit() + 1))
                .stream()
                .map(RetentionRules::change)
                .toList();
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.version())));
    }

    Changed change(String namespace, @Nullable RetentionRule rule, Author author) {
        return jdbc.transaction(connection -> change(connection, namespace, rule, author));
    }

    private static Changed change(Connection connection, String namespace, @Nullable RetentionRule rule, Author author)
            throws SQLException {
        RetentionRows.Locked locked = RetentionRows.lock(connection, namespace);
        RetentionRevision.check(namespace, locked.version(), author.ifVersion());
        String settings = rule == null ? null : EventJson.print(rule);
        if (!Objects.equals(settings, locked.settings())) {
            Action action = rule == null ? Action.REMOVED : Action.SET;
            RetentionRows.write(
                    connection,
                    new Written(
                            namespace, locked.version() + 1, action.name(), author.actor(), author.reason(), settings));
        }
        return new Changed(
                locked.settings() != null,
                RetentionRows.one(connection, namespace).map(RetentionRules::change));
    }

    private static RetentionChange change(ChangeRow row) {
        String settings = row.settings();
        return new RetentionChange(
                row.namespace(),
                row.version(),
                row.at(),
                Action.valueOf(row.action()),
                row.actor(),
                row.reason(),
                settings == null ? null : EventJson.parse(settings, RetentionRule.class));
    }
}
