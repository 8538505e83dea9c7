/**
 * What a change of the definition means for the apps and flows that use the connector: the one table of the rules. Findings
 * come by severity, and at one place in the order of the table.
 */

interface ChangeRuleText {
  /** breaking: apps or flows that work today would fail or lose something; cosmetic: only texts are others. */
  readonly severity: 'breaking' | 'info' | 'cosmetic'
  /** What happened, as a sentence without a full stop. */
  readonly what: string
  /** What it means for apps, flows and those who make them. */
  readonly why: string
  /** What to do about it. */
  readonly mend: string
}

export const CHANGE_RULES = {
  HostChanged: {
    severity: 'breaking',
    what: 'The host of the API is another one',
    why: 'Every call of every app and flow goes to the new host at once, with the connections that were made for the old one.',
    mend: 'Keep the host of the connector (`keep: host`), or accept the change once the new host answers in the same way.'
  },
  BasePathChanged: {
    severity: 'breaking',
    what: 'The base path of the API is another one',
    why: 'Every call of every app and flow goes to another path of the API at once.',
    mend: 'Keep the base path of the connector (`keep: base-path`), or accept the change once the API answers there.'
  },
  SchemeChanged: {
    severity: 'breaking',
    what: 'The connector calls the API over another scheme',
    why: 'Calls go over another port; over `http` whatever they carry, passwords and tokens included, can be read on the way.',
    mend: 'Keep the schemes of the connector (`keep: schemes`) or give the input `scheme`.'
  },
  SecurityChanged: {
    severity: 'breaking',
    what: 'Connections sign in to the API in another way',
    why: 'Existing connections hold what the old way needed. They stop working until their owners sign in again.',
    mend: "Keep the connector's security (`keep: security`), or accept the change and tell the owners of connections."
  },
  ScriptOperationMissing: {
    severity: 'breaking',
    what: 'The custom code is for an operation that is gone',
    why: 'The code no longer runs for the operation. Under a new name the operation gets and gives what the code used to change.',
    mend: 'Put the new operation id into `scriptOperations` of apiProperties.json, or keep the old id in the API document.'
  },
  PolicyOperationMissing: {
    severity: 'breaking',
    what: 'A policy is for an operation that is gone',
    why: 'The policy no longer applies. Under a new name the operation is called without what the policy set or routed.',
    mend: 'Put the new operation id into the policy in apiProperties.json, or keep the old id in the API document.'
  },
  OperationRemoved: {
    severity: 'breaking',
    what: 'An operation is gone, or has another operation id',
    why: 'Apps and flows hold on to an operation by its id. They fail when they reach it, also where only the id has changed.',
    mend: 'Keep the operation id in the API document, or keep the operation for a while with `removed-operations: deprecate`.'
  },
  OperationHidden: {
    severity: 'breaking',
    what: 'An operation is hidden from makers',
    why: 'With the visibility `internal` nobody can add the operation to an app or flow any more, nor find it to mend one.',
    mend: 'Mark the operation `deprecated` instead, and hide it when nobody uses it.'
  },
  PathChanged: {
    severity: 'breaking',
    what: 'An operation has another path',
    why: 'Apps, and flows until they are saved again, call the old path.',
    mend: 'Let the API answer at the old path too, or give the new path an operation id of its own.'
  },
  VerbChanged: {
    severity: 'breaking',
    what: 'An operation has another verb',
    why: 'Apps, and flows until they are saved again, call with the old verb.',
    mend: 'Let the API answer to the old verb too, or give the operation with the new verb an id of its own.'
  },
  TriggerKindChanged: {
    severity: 'breaking',
    what: 'A trigger is one of another kind, or none any more',
    why: 'A flow is built on the kind of its trigger: one item at a time, or a list of them. An action can not start a flow.',
    mend: 'Give the new kind an operation id of its own and keep the old trigger.'
  },
  ParameterRemoved: {
    severity: 'breaking',
    what: 'A parameter is gone, or has another name',
    why: 'Flows hold on to a parameter by its name, to the fields of a body by the name of the body too. They can not be saved with one that the operation does not have, and what they give in it is lost.',
    mend: 'Keep the parameter, optional if need be, under its name (in OpenAPI 3 `x-body-name` names a body).'
  },
  ParameterLocationChanged: {
    severity: 'breaking',
    what: 'A parameter has moved to another part of the request',
    why: 'Apps, and flows until they are saved again, send the value where the API no longer looks for it.',
    mend: 'Let the API take the parameter at its old place too.'
  },
  RequiredInputAdded: {
    severity: 'breaking',
    what: 'A new input is required',
    why: 'Existing apps and flows do not give it, and the API refuses their calls.',
    mend: 'Make it optional, or give it a default.'
  },
  InputBecameRequired: {
    severity: 'breaking',
    what: 'An input that could be left out is required',
    why: 'Apps and flows that leave it out are refused.',
    mend: 'Leave it optional, or give it a default.'
  },
  InputTypeChanged: {
    severity: 'breaking',
    what: 'An input has another type',
    why: 'Apps and flows give a value of the old type, which the API no longer takes.',
    mend: 'Keep the type, or take the new one in an input of its own.'
  },
  InputFieldRemoved: {
    severity: 'breaking',
    what: 'A field of the body is gone, or can not be set any more',
    why: 'Flows hold on to a field by its path. They can not be saved with one that the body does not have, and what they give in it is lost.',
    mend: 'Keep the field, optional if need be.'
  },
  InputEnumNarrowed: {
    severity: 'breaking',
    what: 'An input takes fewer values',
    why: 'Apps and flows that give one of the lost values are refused.',
    mend: 'Go on taking the old values.'
  },
  InputBecameInternal: {
    severity: 'breaking',
    what: 'An input is hidden from makers',
    why: 'With the visibility `internal` the value that an app or flow gives is no longer shown, nor can it be set.',
    mend: 'Use the visibility `advanced`, which only folds the input away.'
  },
  OutputFieldRemoved: {
    severity: 'breaking',
    what: 'A field of the output is gone, or hidden from makers',
    why: 'Apps and flows that use the field get nothing in its place, and formulas with it fail.',
    mend: 'Go on giving the field.'
  },
  OutputTypeChanged: {
    severity: 'breaking',
    what: 'A field of the output has another type',
    why: 'Apps and flows that use the field expect a value of the old type; formulas and later steps fail with another.',
    mend: 'Keep the type, or give the new one in a field of its own.'
  },
  DynamicOperationRemoved: {
    severity: 'breaking',
    what: 'The operation that fills an input or makes its fields is gone',
    why: 'Makers get no choices, or no fields, when they open the card.',
    mend: 'Keep that operation, hidden if need be, or name another one in the `x-ms-dynamic-*` extension.'
  },
  OperationAdded: {
    severity: 'info',
    what: 'There is a new operation',
    why: 'Makers can use it when they have added the connector to an app again, or an action to a flow.',
    mend: 'Nothing has to be done.'
  },
  OperationDeprecated: {
    severity: 'info',
    what: 'An operation is deprecated',
    why: 'Existing apps and flows go on working; makers see that they should use another operation.',
    mend: 'Tell makers which operation to use instead, in its description.'
  },
  InputAdded: {
    severity: 'info',
    what: 'There is a new input that can be left out',
    why: 'Existing apps and flows go on working without it.',
    mend: 'Nothing has to be done.'
  },
  InputEnumWidened: {
    severity: 'info',
    what: 'An input takes further values',
    why: 'Existing apps and flows go on working with the old ones.',
    mend: 'Nothing has to be done.'
  },
  DefaultChanged: {
    severity: 'info',
    what: 'An input has another default',
    why: 'New actions start with the new value; what existing ones do when they leave the input out may change.',
    mend: 'Check that the new default does for existing apps and flows.'
  },
  OutputFieldAdded: {
    severity: 'info',
    what: 'The output has a new field',
    why: 'Existing apps and flows go on working without it.',
    mend: 'Nothing has to be done.'
  },
  OutputEnumWidened: {
    severity: 'info',
    what: 'A field of the output can have further values',
    why: 'Flows and apps that tell the old values apart meet new ones.',
    mend: 'Tell makers what the new values mean.'
  },
  TextChanged: {
    severity: 'cosmetic',
    what: 'Titles, summaries or descriptions are others',
    why: 'Makers read other words; nothing works in another way.',
    mend: 'Nothing has to be done.'
  }
} as const satisfies Readonly<Record<string, ChangeRuleText>>

export type ChangeRule = keyof typeof CHANGE_RULES

/** All rules, in the order of the table. */
export const changeRules = Object.keys(CHANGE_RULES) as readonly ChangeRule[]

/** True for the id of a rule. */
export function isChangeRule(name: string): name is ChangeRule {
  return Object.hasOwn(CHANGE_RULES, name)
}
