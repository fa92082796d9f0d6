/** Read models of a shop, made of its events and of the runs of its workflows. */
@NullMarked
package com.orchestrator.examples.projections;

import org.jspecify.annotations.NullMarked;
