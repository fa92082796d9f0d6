package com.orchestrator.engine.store;

import com.orchestrator.engine.history.JobTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * A name that one job has and no other.
 *
 * @param scope within what it is unique: of an id nothing, of a dedupe key the type
 */
public record JobKey(Kind kind, String scope, String name) {

    /** What the name is good for. The names are stored. */
    public enum Kind {
        /** The job is found by it for as long as anything of the job is kept. */
        ID,
        /** Keeps a second open job of its type out. */
        DEDUPE
    }

    public static JobKey id(String jobId) {
        return new JobKey(Kind.ID, "", jobId);
    }

    public static JobKey dedupe(String type, String key) {
        return new JobKey(Kind.DEDUPE, type, key);
    }

    /** All names that a new job takes. */
    public static List<JobKey> of(String type, String jobId, JobTerms terms) {
        List<JobKey> keys = new ArrayList<>();
        if (Boolean.TRUE.equals(terms.named())) {
            keys.add(id(jobId));
        }
        if (terms.dedupeKey() != null) {
            keys.add(dedupe(type, terms.dedupeKey()));
        }
        return keys;
    }
}
