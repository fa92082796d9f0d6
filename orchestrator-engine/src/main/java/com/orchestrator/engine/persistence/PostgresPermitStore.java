package com.orchestrator.engine.persistence;

import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.persistence.sql.ForgetPlaces;
import com.orchestrator.engine.persistence.sql.LimitRows;
import com.orchestrator.engine.persistence.sql.PermitRows;
import com.orchestrator.engine.persistence.sql.UnderWay;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.PermitStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One statement each. */
final class PostgresPermitStore implements PermitStore {

    private final JdbcAccess jdbc;

    PostgresPermitStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public OpenTransactions openTransactions() {
        return jdbc.transaction(UnderWay::transactions);
    }

    @Override
    public List<UUID> runsUnderWay() {
        return jdbc.transaction(UnderWay::runs);
    }

    @Override
    public void adopted(Map<RuleName, Long> since) {
        jdbc.transaction(connection -> LimitRows.adopted(connection, since));
    }

    @Override
    public List<Permit> list(@Nullable Permit after, int limit) {
        return jdbc.transaction(connection -> PermitRows.list(connection, after, limit));
    }

    @Override
    public Map<RuleName, Long> budgets(int limit) {
        Map<RuleName, Long> used = new LinkedHashMap<>();
        jdbc.transaction(connection -> PermitRows.budgets(connection, limit))
                .forEach((rule, count) -> used.put(RuleName.parse(rule), count));
        return used;
    }

    @Override
    public Optional<PlaceKey> forgetPlaces(PlaceKey after, int limit) {
        return jdbc.transaction(connection -> ForgetPlaces.run(connection, after, limit));
    }
}
