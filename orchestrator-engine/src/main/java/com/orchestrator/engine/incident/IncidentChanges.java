package com.orchestrator.engine.incident;

import java.util.List;

/**
 * What changes of the incidents of a run.
 *
 * @param forgotten whether nothing of the run stays, and so none of its incidents
 */
public record IncidentChanges(List<OpenedIncident> opened, List<ResolvedIncident> resolved, boolean forgotten) {

    /** Of a run that has none and gets none. */
    public static final IncidentChanges NONE = new IncidentChanges(List.of(), List.of(), false);

    public IncidentChanges {
        opened = List.copyOf(opened);
        resolved = List.copyOf(resolved);
    }

    public boolean isEmpty() {
        return opened.isEmpty() && resolved.isEmpty() && !forgotten;
    }
}
