package com.orchestrator.projections;

import java.util.Iterator;
import java.util.List;

/**
 * Events that are worked in together, in the order of their source.
 *
 * @param build of the read model, from 1 on; rises with each rebuild
 * @param generation of the worker that hands them out
 */
public record EventBatch(String projection, int build, int shard, long generation, List<Event> events)
        implements Iterable<Event> {

    public EventBatch {
        events = List.copyOf(events);
    }

    @Override
    public Iterator<Event> iterator() {
        return events.iterator();
    }

    public int size() {
        return events.size();
    }
}
