package com.orchestrator.engine.persistence;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.LimitChange.Action;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.LimitRevision;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.persistence.sql.BreakerRows;
import com.orchestrator.engine.persistence.sql.BreakerRows.Move;
import com.orchestrator.engine.persistence.sql.LimitRows;
import com.orchestrator.engine.persistence.sql.LimitRows.ChangeRow;
import com.orchestrator.engine.persistence.sql.LimitRows.SetRow;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LimitStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings are JSON beside the columns that takers read. */
final class PostgresLimitStore implements LimitStore {

    private final JdbcAccess jdbc;

    PostgresLimitStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public LimitBook read() {
        return jdbc.transaction(PostgresLimitStore::read);
    }

    /** Everything that is set, in one statement. */
    static LimitBook read(Connection connection) throws SQLException {
        List<SetRow> rows = LimitRows.all(connection);
        Map<RuleName, Limit> limits = new HashMap<>();
        Map<RuleName, Long> adopting = new HashMap<>();
        for (SetRow row : rows) {
            if (row.rule() != null && row.settings() != null) {
                RuleName rule = RuleName.parse(row.rule());
                limits.put(rule, LimitJson.read(rule, row.settings()));
                if (row.adopting() != null) {
                    adopting.put(rule, row.adopting());
                }
            }
        }
        return LimitBook.of(rows.get(0).version(), limits, adopting);
    }

    @Override
    public Map<RuleName, StoredLimit> find(Collection<RuleName> rules) {
        return jdbc.transaction(connection -> LimitRows.some(connection, rules)).stream()
                .map(PostgresLimitStore::stored)
                .collect(Collectors.toMap(StoredLimit::rule, Function.identity()));
    }

    @Override
    public Page<StoredLimit> list(RuleName.Kind kind, ListQuery query) {
        String cursor = Cursor.name(query.cursor());
        String after = cursor.isEmpty() ? kind.prefix() : cursor;
        List<ChangeRow> found =
                jdbc.transaction(connection -> LimitRows.page(connection, after, kind.end(), query.limit() + 1));
        return Cursor.page(
                found.stream().map(PostgresLimitStore::stored).toList(),
                query.limit(),
                last -> Cursor.of(last.rule().text()));
    }

    @Override
    public Changed change(RuleName rule, UnaryOperator<Optional<Limit>> change, Author author) {
        return jdbc.transaction(connection -> change(connection, rule, change, author));
    }

    private static Changed change(
            Connection connection, RuleName rule, UnaryOperator<Optional<Limit>> change, Author author)
            throws SQLException {
        LimitRows.Locked locked = LimitRows.lock(connection, rule);
        LimitRevision.check(rule, locked.version(), author.ifVersion());
        Optional<Limit> before = Optional.ofNullable(locked.settings()).map(text -> LimitJson.read(rule, text));
        Optional<Limit> after = change.apply(before);
        if (!after.equals(before)) {
            @Nullable Limit limit = after.orElse(null);
            Action action = limit == null ? Action.REMOVED : Action.SET;
            String settings = limit == null ? null : LimitJson.write(limit);
            LimitRows.write(
                    connection,
                    rule,
                    limit,
                    new LimitRows.Written(
                            locked.version() + 1,
                            action.name(),
                            author.actor(),
                            author.reason(),
                            settings,
                            LimitRevision.beginsToCount(before, after)));
        }
        return new Changed(
                before,
                LimitRows.some(connection, List.of(rule)).stream()
                        .map(PostgresLimitStore::stored)
                        .findFirst());
    }

    @Override
    public Map<Rule, RuleUse> use(Collection<Rule> rules) {
        return rules.isEmpty()
                ? Map.of()
                : jdbc.transaction(connection -> RuleReading.of(connection, rules, ReadNow.run(connection)));
    }

    @Override
    public void moveBreaker(RuleName breaker, boolean open, Author author) {
        jdbc.transaction(connection -> {
            LimitRows.Locked locked = LimitRows.lock(connection, breaker);
            LimitRevision.check(breaker, locked.version(), author.ifVersion());
            if (locked.settings() == null) {
                throw LimitRevision.noBreaker(breaker);
            }
            Action action = open ? Action.OPENED : Action.CLOSED;
            Instant until = open ? RuleState.BY_HAND : null;
            BreakerRows.move(
                    connection,
                    new Move(breaker.text(), until, action.name(), author.actor(), author.reason()),
                    ReadNow.run(connection));
            return breaker;
        });
    }

    @Override
    public void settleBreaker(RuleName breaker, Collection<Outcome> outcomes) {
        jdbc.transaction(connection -> settle(connection, breaker, outcomes));
    }

    /** Counted behind the lock of its row: of two that settle at once, the second sees what the first has written. */
    private static RuleName settle(Connection connection, RuleName name, Collection<Outcome> outcomes)
            throws SQLException {
        LimitRows.lock(connection, name);
        BreakerRows.keep(connection, outcomes);
        Instant now = ReadNow.run(connection);
        RuleReading reading = RuleReading.of(connection, Rule.of(name, null, null), now);
        BreakerStanding standing = reading.standing();
        Breaker breaker = reading.breaker();
        if (standing != null && breaker != null && standing.hasMoved()) {
            String reason = BreakerStanding.reason(breaker, reading.openUntil(), standing.action());
            BreakerRows.move(
                    connection,
                    new Move(
                            name.text(), standing.openUntil(), standing.action().name(), null, reason),
                    now);
        }
        return name;
    }

    @Override
    public int forgetOutcomes(int limit) {
        return jdbc.transaction(connection -> BreakerRows.forget(connection, limit));
    }

    @Override
    public Page<LimitChange> changes(RuleName rule, ListQuery query) {
        long before = Cursor.number(query.cursor());
        List<LimitChange> found =
                jdbc.transaction(connection -> LimitRows.history(connection, rule, before, query.limit() + 1)).stream()
                        .map(PostgresLimitStore::change)
                        .toList();
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.version())));
    }

    private static StoredLimit stored(ChangeRow row) {
        RuleName rule = RuleName.parse(row.rule());
        @Nullable String settings = row.settings();
        return new StoredLimit(rule, settings == null ? null : LimitJson.read(rule, settings), change(row));
    }

    private static LimitChange change(ChangeRow row) {
        @Nullable String settings = row.settings();
        return new LimitChange(
                row.rule(),
                row.version(),
                row.at(),
                Action.valueOf(row.action()),
                row.actor(),
                row.reason(),
                settings == null ? null : Payload.ofJson(settings));
    }
}
