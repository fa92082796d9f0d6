package com.orchestrator.projections.worker;

import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.Projection;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.ShardRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which projections a worker knows, by name, and what they read. */
public final class Plan {

    static final int SHARDS_MAX = 256;
    private static final int NAME_MAX = 200;

    private final Map<String, Projection> projections = new TreeMap<>();
    private final EventSource source;

    public Plan(EventSource source, List<Projection> projections) {
        this.source = source;
        if (projections.isEmpty()) {
            throw new RefusedException("NO_PROJECTION", "There is no projection to run");
        }
        projections.forEach(this::add);
    }

    private void add(Projection projection) {
        String name = projection.name();
        if (name.isBlank() || name.length() > NAME_MAX) {
            throw new RefusedException(
                    "ILLEGAL_NAME", "The name of a projection has 1 to 200 characters; '" + name + "' has not");
        }
        if (projections.put(name, projection) != null) {
            throw new RefusedException(
                    "NAME_TAKEN", "Two projections are called " + name + "; they would share one checkpoint");
        }
        if (projection.shards() < 1 || projection.shards() > SHARDS_MAX) {
            throw new RefusedException(
                    "ILLEGAL_SETTING", name + " has 1 to " + SHARDS_MAX + " shards, not " + projection.shards());
        }
        if (projection.readModel() != null && !projection.atLeastOnce()) {
            throw new RefusedException(
                    "NO_COMMON_TRANSACTION",
                    name
                            + " has its read model in another database than its checkpoint. There is no transaction over both, so"
                            + " an event may come twice: put the tables of the migration beside the read model, or say"
                            + " atLeastOnce() when it stands that");
        }
    }

    EventSource source() {
        return source;
    }

    /** Those that were asked for by name; refused when there is none of that name. */
    public Projection get(String name) {
        Projection found = projections.get(name);
        if (found == null) {
            throw new RefusedException(
                    "PROJECTION_UNKNOWN",
                    "There is no projection '" + name + "'; there are " + String.join(", ", projections.keySet()));
        }
        return found;
    }

    /** Only those of this plan: older generations may have had others. */
    public List<Shard> ours(List<Shard> shards) {
        return shards.stream()
                .filter(shard -> projections.containsKey(shard.projection()))
                .toList();
    }

    /** How many shards all projections have together, of the builds that are read. */
    int shards() {
        return projections.values().stream().mapToInt(Projection::shards).sum();
    }

    /** Gives each projection that has none its rows. */
    void addRows(Connection connection, ShardRows rows, List<Shard> there, long generation) throws SQLException {
        for (Projection projection : projections.values()) {
            if (there.stream().noneMatch(shard -> shard.projection().equals(projection.name()))) {
                rows.add(connection, projection.name(), ShardRows.Build.FIRST, projection.shards(), generation);
            }
        }
    }

    /** A shard's events would else be another's, from one start to the next. */
    public void checkCounts(List<Shard> shards) {
        for (Shard shard : ours(shards)) {
            int now = get(shard.projection()).shards();
            if (shard.count() != now) {
                throw new RefusedException(
                        "SHARDS_CHANGED",
                        shard.projection() + " has run with " + shard.count() + " shards and cannot go on with " + now
                                + "; give it another name, and it is made anew");
            }
        }
    }
}
