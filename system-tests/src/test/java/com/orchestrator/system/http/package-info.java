/** HTTP as a client has to speak it with servers that die. */
@org.jspecify.annotations.NullMarked
package com.orchestrator.system.http;
