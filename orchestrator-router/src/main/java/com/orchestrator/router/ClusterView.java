package com.orchestrator.router;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, as one server sees it. Agreement is the database's: the lease is a row, and the term its fence.
 *
 * @param node this server
 * @param term of the present lease; rises with each that is taken and never falls
 * @param leader null while nobody has the lease
 * @param nodes all servers that were heard of lately, this one too
 * @param word of the leader; none while nobody leads
 */
public record ClusterView(
        String node, Role role, long term, @Nullable String leader, List<String> nodes, LeaderWord word) {

    public ClusterView {
        nodes = List.copyOf(nodes);
    }

    public List<String> peers() {
        return nodes.stream().filter(other -> !other.equals(node)).toList();
    }

    /** What this server is. A candidate knows of no leader. */
    public enum Role {
        LEADER,
        FOLLOWER,
        CANDIDATE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
