"""A design, and the same after some months, with an older version of its API."""

from __future__ import annotations

BEFORE = """\
name: lab
enums:
  OrderStatus: [draft, shipped]
entities:
  Customer:
    fields:
      name: string(100) search sort filter
      email: email unique
  Product:
    path: goods
    fields:
      sku: string(40) unique
      stock: integer min(0) = 0 filter(range, not) sort
      price: decimal(12,2) min(0) filter sort
      colour: string(20)?
    traits: [versioned]
  Order:
    fields:
      number: string(20) unique
      customer: Customer on_delete(restrict) filter
      status: OrderStatus = shipped immutable filter(in, not)
      lines: Line[] by order
    order: [-number, status]
  Line:
    fields:
      order: Order on_delete(cascade)
      product: Product on_delete(restrict)
      quantity: integer min(1) max(999)
"""
"""A design of some time ago, when there was one version."""

AFTER = """\
name: lab
api:
  version: v2
  versions:
    v1:
      without: [Review, Product.weight, Order.cancel, Order.note]
      called:
        BuyingClient: Customer
        BuyingClient.full_name: name
        Order.buyer: customer
        Product.on_hand: stock
        OrderStatus.dispatched: shipped
      paths: {Product: goods}
      had: {Product.colour: string(20)?}
enums:
  OrderStatus: [draft, dispatched was(shipped)]
entities:
  BuyingClient:
    was: Customer
    fields:
      full_name: string(100) search sort filter was(name)
      email: email unique
  Product:
    fields:
      sku: string(40) unique
      on_hand: integer min(0) = 0 filter(range, not) sort was(stock)
      price: decimal(12,2) min(0) filter sort
      weight: integer = 0 filter sort
    traits: [versioned]
  Review:
    fields: {product: Product on_delete(cascade), stars: integer}
  Order:
    fields:
      number: string(20) unique
      buyer: BuyingClient on_delete(restrict) filter was(customer)
      status: OrderStatus = dispatched immutable filter(in, not)
      note: string(80)? filter
      lines: Line[] by order
    order: [-number, status]
    transitions:
      cancel: {from: dispatched, to: draft}
  Line:
    fields:
      order: Order on_delete(cascade)
      product: Product on_delete(restrict)
      quantity: integer min(1) max(999)
"""
"""The same after some months, with what it was."""
