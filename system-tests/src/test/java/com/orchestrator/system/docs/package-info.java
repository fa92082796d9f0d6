/** The documents as a newcomer follows them: their commands run, their programs compile. */
@org.jspecify.annotations.NullMarked
package com.orchestrator.system.docs;
