package com.orchestrator.worker;

import com.orchestrator.api.model.LogLine;
import java.util.function.Consumer;

/**
 * Where the rarer words of handlers go, the same for all tasks of a worker.
 *
 * @param extender for tasks that are left to others
 * @param log for lines people read
 */
record TaskLinks(LeaseExtender extender, Consumer<LogLine> log) {}
