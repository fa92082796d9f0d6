/**
 * The handlers of the order saga, as an application would write them: plain methods over records, with ledgers in memory
 * in place of a warehouse, a payment provider and a carrier. May depend on the worker SDK only.
 */
@NullMarked
package com.orchestrator.examples.ordersaga;

import org.jspecify.annotations.NullMarked;
