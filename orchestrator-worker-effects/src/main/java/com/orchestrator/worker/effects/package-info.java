/**
 * Exactly-once effects of handlers on a database of the application. The engine delivers a task at least once; here the
 * effect and the record of it are one transaction of the application's own database, so a second delivery finds the
 * record and returns what the first one returned. {@link com.orchestrator.worker.effects.Effects} is the way in.
 *
 * <p>One row per effect is all the state there is, and its key is the only lock: whoever inserts it may work, everybody
 * else waits for the commit and then reads. An undo that finds no row inserts one that says "never happened", which a
 * forward delivery that comes later runs into. No statement needs more than standard SQL at read committed.
 *
 * <p>May depend on the worker SDK and the JDK's JDBC only.
 */
@NullMarked
package com.orchestrator.worker.effects;

import org.jspecify.annotations.NullMarked;
