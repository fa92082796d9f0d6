package com.orchestrator.connectors;

import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.connectors.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where packages go. What a load does and the record of it are one transaction. */
public interface Target extends AutoCloseable {

    /**
     * What the last load of a job has left.
     *
     * @param run the run that was loaded last; null before the first
     * @param cursor where the next run starts; null at the start, and for jobs without one
     * @param columns as they are frozen
     */
    record State(@Nullable String run, @Nullable String cursor, List<Column> columns) {

        public static final State NONE = new State(null, null, List.of());

        public State {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param rows those that the package has, and so those that the target has taken up
     * @param repeated whether an earlier attempt had done it; nothing was changed then
     */
    record Loaded(long rows, boolean repeated) {}

    /** Throws what a load would meet: an address nobody answers at, a wrong password, a file that is none. */
    void check();

    /** Of a job, for the next run. Writes nothing. */
    State state(String job);

    /**
     * What a load would do with a package, in words and in order. Writes nothing.
     *
     * @throws ConnectorException if it would be refused, as far as that can be seen before it
     */
    List<String> plan(Manifest manifest);

    /**
     * Takes up a package, whole or not at all, and at most once: a package that has been taken up, or whose job has gone on since, changes
     * nothing.
     *
     * @throws ConnectorException {@code SUPERSEDED} if another load of the job came between; else why it was not possible
     */
    Loaded load(LoadPackage pack, Steps steps);

    /** Hears how far a load is, for example {@code staged}; may throw to end it. */
    @FunctionalInterface
    interface Steps {
        void reached(String step);

        /** So many rows are written; they count when all are committed. Not every target says it. */
        default void written(long rows) {
            // For those who want to know.
        }
    }

    @Override
    void close();
}
