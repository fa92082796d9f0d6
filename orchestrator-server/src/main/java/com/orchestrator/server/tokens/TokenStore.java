package com.orchestrator.server.tokens;

import com.orchestrator.api.fleet.PrincipalCutoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where tokens are kept. Times are those of its own clock. */
public interface TokenStore {

    /**
     * How many changes there were, and what time it is.
     *
     * @param version another one after each change but of {@link #used}
     */
    record Mark(long version, Instant at) {}

    /** A token that is to be kept. */
    record Wanted(String name, List<String> grants, String digest, Duration life, String by) {}

    /** Longer than a token of a provider can be good. */
    Duration CUTOFF_KEPT = Duration.ofDays(2);

    Mark mark();

    /** All there are, by name. */
    List<StoredToken> all();

    /** Empty when there is one of that name. */
    Optional<StoredToken> insert(Wanted wanted);

    /**
     * Gives it another secret.
     *
     * @param token as it was found: one that was made anew since is another one
     * @param life of the new one
     * @param grace how long the one before is taken as well
     * @return empty when it is not there any more
     */
    Optional<StoredToken> rotate(StoredToken token, String digest, Duration life, Duration grace);

    /** Whether it was there. */
    boolean delete(String name);

    /** Principals that are shut out, by name; those of which no token can be good any more are gone. */
    List<PrincipalCutoff> cutoffs();

    /** Refuses what was made for a principal up to now. */
    PrincipalCutoff cutOff(String principal, String by);

    /** When tokens were last used; those that are gone, and what is older than is known, change nothing. */
    void used(Map<String, Instant> last);
}
