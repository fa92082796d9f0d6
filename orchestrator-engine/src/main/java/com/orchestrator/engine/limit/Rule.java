package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * A rule that an attempt has to ask before it may be leased.
 *
 * @param name what its permits stand under, such as {@code budget:heavy}
 * @param row the row of {@code limits} that is locked before any of it is taken; another than the name only for a workload that is
 *     held to the default budget. A rule that a definition gives has no row until somebody first wants to take of it
 * @param max how many attempts may be in flight when the row says nothing; null for any number
 * @param rate how often attempts may begin when the row says nothing; null for as often as they come
 */
public record Rule(
        String name,
        String row,
        @Nullable Integer max,
        @Nullable RateLimit rate) implements Comparable<Rule> {

    /** A rule that goes by its own row. */
    public static Rule of(RuleName name, @Nullable Integer max, @Nullable RateLimit rate) {
        return new Rule(name.text(), name.text(), max, rate);
    }

    /** So many attempts of a task that share a key, as its definition says. */
    public static Rule cap(String scope, String key, int max) {
        return of(RuleName.cap(scope, key), max, null);
    }

    /** How often attempts that share a key may begin, as their definition says. */
    public static Rule rate(String scope, String key, RateLimit rate) {
        return of(RuleName.rate(scope, key), null, rate);
    }

    /**
     * What its definition says where the row is silent: a key may have a share set and be counted as its definition says; anything else
     * is as it is set.
     */
    public @Nullable Integer maxUnless(RuleName set) {
        return set.kind() == RuleName.Kind.FAIR ? max : null;
    }

    /** The one order in which rows are locked, so that no two that take wait for each other. */
    @Override
    public int compareTo(Rule other) {
        int byRow = row.compareTo(other.row);
        return byRow != 0 ? byRow : name.compareTo(other.name);
    }
}
