/** Four small workflows, each with a worker and a run or two, on an orchestrator in memory. */
@NullMarked
package com.orchestrator.examples.firststeps;

import org.jspecify.annotations.NullMarked;
