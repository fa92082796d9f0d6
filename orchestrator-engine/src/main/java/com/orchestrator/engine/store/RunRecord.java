package com.orchestrator.engine.store;

import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.incident.IncidentChanges;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has made of one run: the events, and the rows that change with them.
 *
 * @param expectedSequenceNumber the last event the stored history must have; 0 for a new run
 * @param events what follows it, never empty
 * @param instance the run's row; null when it stays as it is, which a new run's cannot
 * @param inserted attempts that get a row
 * @param updated attempts whose row changes
 * @param deleted attempts whose row goes
 * @param forgetsProgress the run has ended and what its attempts reported as progress is no longer needed
 * @param permits what its attempts count against from now on, and no more
 * @param end what stays of a job that is gone; null when nothing does, or it is not gone
 * @param names which names the job takes for itself, and which it gives up
 * @param finding what it is found by beside its row
 * @param hadEnded whether the run had ended before: only then may it have been deleted since
 */
public record RunRecord(
        UUID instanceId,
        long expectedSequenceNumber,
        List<Entry> events,
        @Nullable InstanceRow instance,
        List<ExecutionRow> inserted,
        List<ExecutionRow> updated,
        List<UUID> deleted,
        boolean forgetsProgress,
        PermitChange permits,
        Names names,
        Form form,
        @Nullable JobEnd end,
        Finding finding,
        boolean hadEnded) {

    /** How the run is kept. */
    public enum Form {
        /** By rows of its own. */
        ROWS,
        /** In the row of its one attempt, which is the only one that is inserted or updated. */
        COMPACT,
        /** Was in the row of its attempt, and has rows of its own from now on. */
        UNPACKED,
        /** Was in the row of its attempt; nothing stays but what {@link RunRecord#end} says. */
        COMPACT_GONE,
        /** Had rows of its own; the same. */
        ROWS_GONE;

        public boolean isGone() {
            return this == COMPACT_GONE || this == ROWS_GONE;
        }

        /** Whether it was in the row of its attempt, unless it is new. */
        public boolean wasCompact() {
            return this == COMPACT || this == UNPACKED || this == COMPACT_GONE;
        }
    }

    /** Names of a job. */
    public record Names(List<JobKey> taken, List<JobKey> givenUp) {

        /** Of what is no job, and of a job that neither takes nor gives up any. */
        public static final Names SAME = new Names(List.of(), List.of());

        public Names {
            taken = List.copyOf(taken);
            givenUp = List.copyOf(givenUp);
        }
    }

    /**
     * What changes of what a run is found by, beside its row.
     *
     * @param wasNotable whether it was in one of the {@link com.orchestrator.engine.find.NotableStates} before
     * @param startsNow whether it starts with this record and had been there before: it moves in lists
     * @param attributes labels and attributes that it has from now on, or has no more
     * @param labels all labels it has from now on; null when they are the same, or the run is new
     * @param incidents what people have to look at from now on, or have no more
     */
    public record Finding(
            boolean wasNotable,
            boolean startsNow,
            List<AttributeRow> attributes,
            @Nullable Map<String, String> labels,
            IncidentChanges incidents) {

        /** Of a run that nothing but its row tells of. */
        public static final Finding PLAIN = new Finding(false, false, List.of(), null, IncidentChanges.NONE);

        public Finding {
            attributes = List.copyOf(attributes);
        }
    }

    public RunRecord {
        events = List.copyOf(events);
        inserted = List.copyOf(inserted);
        updated = List.copyOf(updated);
        deleted = List.copyOf(deleted);
    }

    /** The same with other rows of attempts that get one. */
    public RunRecord withInserted(List<ExecutionRow> rows) {
        return new RunRecord(
                instanceId,
                expectedSequenceNumber,
                events,
                instance,
                rows,
                updated,
                deleted,
                forgetsProgress,
                permits,
                names,
                form,
                end,
                finding,
                hadEnded);
    }

    /** Whether the attempts of the record are rows beside the run. */
    public boolean hasRows() {
        return form == Form.ROWS || form == Form.UNPACKED || form == Form.ROWS_GONE;
    }

    public boolean isNew() {
        return expectedSequenceNumber == 0;
    }
}
