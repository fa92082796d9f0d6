/** Random sagas, judged from outside: nothing here knows more than the HTTP contract and what workers did. */
@org.jspecify.annotations.NullMarked
package com.orchestrator.system.saga;
